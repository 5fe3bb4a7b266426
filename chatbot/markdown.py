"""Words of a policy → Markdown that shows exactly these words."""

import re

from index.clause import Span

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")


def escape(text: str) -> str:
    """`text` with everything escaped that Markdown or HTML would read as markup."""
    return _SPECIAL.sub(r"\\\1", text)


def emphasised(text: str, strong: Span) -> str:
    """`text` on one line, with the words of `strong` set off.

    Emphasis begins after punctuation or before a letter, and ends the other way round (CommonMark
    0.31, 6.2): where it would not be recognised it is left out.
    """
    before, words, after = text[: strong.start], strong.of(text), text[strong.end :]
    opens = words[0].isalnum() or not before or not before[-1].isalnum()
    closes = words[-1].isalnum() or not after or not after[0].isalnum()
    mark = "**" if opens and closes and len(words) < len(text.strip()) else ""
    return " ".join(f"{escape(before)}{mark}{escape(words)}{mark}{escape(after)}".split())


def blockquote(text: str, strong: Span | None = None) -> str:
    """`text` as a block quotation, line by line, the words of `strong` set off."""
    lines = []
    start = 0
    for line in text.splitlines(keepends=True):
        shown = escape(line.strip())
        if strong and start <= strong.start and strong.end <= start + len(line):
            shown = emphasised(line, strong.moved(-start))
        if shown:
            lines.append(f"> {shown}")
        start += len(line)
    return "\n".join(lines)
