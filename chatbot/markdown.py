"""Words of a policy → Markdown that shows exactly these words."""

import re
from collections.abc import Sequence

from index.clause import Span

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&$]")
_LISTED = re.compile(r"^(\s*)(?:(\d+)([.)])|([-+]))(?=\s)", re.MULTILINE)
"""What would begin a list at the beginning of a line."""


def escape(text: str) -> str:
    """`text` with everything escaped that Markdown or HTML would read as markup."""
    return _LISTED.sub(_unlisted, _SPECIAL.sub(_escaped, text))


def _escaped(match: re.Match[str]) -> str:
    # As a function: a template with a backslash is read again at each call.
    return f"\\{match[0]}"


def _unlisted(match: re.Match[str]) -> str:
    blank, number, dot, dash = match.groups()
    return f"{blank}{number}\\{dot}" if number else f"{blank}\\{dash}"


def emphasised(text: str, strong: Sequence[Span]) -> str:
    """`text` on one line, with the words of `strong` set off.

    Emphasis begins after punctuation or before a letter, and ends the other way round (CommonMark
    0.31, 6.2): where it would not be recognised it is left out, as it is where it says nothing
    because all words are set off.
    """
    pieces, end = [], 0
    for span in _apart(strong):
        words = span.of(text)
        mark = "**" if _recognised(text, span) and len(words) < len(text.strip()) else ""
        pieces += [escape(text[end : span.start]), f"{mark}{escape(words)}{mark}"]
        end = span.end
    return " ".join("".join((*pieces, escape(text[end:]))).split())


def blockquote(text: str, strong: Span | None = None) -> str:
    """`text` as a block quotation, line by line, the words of `strong` set off."""
    lines = []
    start = 0
    for line in text.splitlines(keepends=True):
        inside = strong and start <= strong.start and strong.end <= start + len(line)
        shown = emphasised(line, [strong.moved(-start)] if strong and inside else [])
        if shown:
            lines.append(f"> {shown}")
        start += len(line)
    return "\n".join(lines)


def _apart(spans: Sequence[Span]) -> Sequence[Span]:
    """The spans in order, those that touch made one."""
    apart: list[Span] = []
    for span in sorted(spans):
        if apart and span.start <= apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end))
        else:
            apart.append(span)
    return apart


def _recognised(text: str, span: Span) -> bool:
    before, after = text[: span.start], text[span.end :]
    words = span.of(text)
    opens = words[0].isalnum() or not before or not before[-1].isalnum()
    return opens and (words[-1].isalnum() or not after or not after[0].isalnum())
