"""Bytes of a file → Source. One module a format, chosen by suffix and imported on use."""

from importlib import import_module
from pathlib import PurePosixPath
from typing import Protocol, cast

from index.clause import Source
from index.errors import FileTooLarge, UnreadableFile, UnsupportedFormat

MAX_BYTES = 32 * 1024 * 1024
"""The largest file accepted, in bytes."""


class Reader(Protocol):
    """Turns the bytes of one format into a source; touches neither disk nor network."""

    def read(self, data: bytes, name: str) -> Source:
        """Read `data`; `name` is for messages only.

        Raises:
            UnreadableFile: if the bytes are not of this format.
        """


READERS: dict[str, str] = {
    ".md": "index.readers.markdown",
    ".markdown": "index.readers.markdown",
    ".txt": "index.readers.text",
}
"""Suffix → module with a function `read(data, name)`. A new format is one file and one row."""


def read(data: bytes, name: str) -> Source:
    """Read a file with the reader of its suffix.

    Raises:
        UnsupportedFormat: if no reader knows the suffix.
        FileTooLarge: if there are more than `MAX_BYTES`.
        UnreadableFile: if the bytes are not of this format, or hold no text.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in READERS:
        raise UnsupportedFormat(
            f"{name}：不支持的格式 {suffix or '（无后缀）'}",
            hint=f"支持的格式：{'、'.join(sorted(READERS))}",
        )
    if len(data) > MAX_BYTES:
        raise FileTooLarge(
            f"{name}：文件有 {len(data):,} 字节，超过上限 {MAX_BYTES:,} 字节",
            hint="请拆分后再导入。",
        )
    source = cast(Reader, import_module(READERS[suffix])).read(data, name)
    if not source.lines:
        raise UnreadableFile(f"{name}：文件中没有文字", hint="请检查文件是否完整。")
    return source
