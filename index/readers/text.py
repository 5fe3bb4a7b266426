"""Plain text → Source."""

from collections.abc import Iterator

from index.clause import Line, Source, Span
from index.errors import UnreadableFile

_BLANK = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
"""What a line may have at its ends without saying anything: blanks and zero-width characters."""


def decode(data: bytes, name: str) -> str:
    """The text in UTF-8, UTF-16 with a byte order mark, or GB18030 (which holds GBK, GB 2312).

    Raises:
        UnreadableFile: if it is none of these, or not text at all.
    """
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise UnreadableFile(
        f"{name}：不是 UTF-8、UTF-16 或 GB18030 编码的文本",
        hint="请用文字处理软件另存为 UTF-8 编码的文本后再导入。",
    )


def lines(text: str) -> Iterator[Span]:
    """The spans of the non-blank lines, without blanks at their ends."""
    start = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip(_BLANK)
        if stripped:
            begin = start + raw.index(stripped)
            yield Span(begin, begin + len(stripped))
        start += len(raw)


def read(data: bytes, name: str) -> Source:
    """Every non-blank line is body.

    Raises:
        UnreadableFile: if the bytes are no text.
    """
    text = decode(data, name)
    return Source(text, tuple(Line(span) for span in lines(text)))
