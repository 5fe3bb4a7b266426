"""What a text shows is what it says: characters that nobody sees or that reorder others go."""

import re
from bisect import bisect_left
from dataclasses import replace

from index.clause import Found, Source, Span

_UNSEEN = (
    "\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f"  # control characters, but tab and line breaks
    "\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff"  # soft hyphen, zero width
    "\ufe00-\ufe0f\U000e0100-\U000e01ef\ufff9-\ufffb"  # variants, annotations
)
_TRICKS = "\u061c\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f"
"""They show a text in another order than it is stored, or hide letters: never by chance."""
_DROPPED = re.compile(f"[{_UNSEEN}{_TRICKS}]")
_TRICK = re.compile(f"[{_TRICKS}]")


def legible(source: Source) -> Source:
    """The source without those characters, each span at its place in what is left."""
    gone = [match.start() for match in _DROPPED.finditer(source.text)]
    if not gone:
        return source

    def moved(span: Span) -> Span | None:
        start, end = (at - bisect_left(gone, at) for at in (span.start, span.end))
        return Span(start, end) if start < end else None

    text = _DROPPED.sub("", source.text)
    lines = [(line, moved(line.span)) for line in source.lines]
    fields = [(key, moved(found.span)) for key, found in source.fields.items()]
    tricks = len(_TRICK.findall(source.text))
    warning = (f"略去了 {tricks} 个不可见的、会改变文字顺序或夹带内容的字符。",) if tricks else ()
    return Source(
        text,
        tuple(replace(line, span=span) for line, span in lines if span),
        {key: Found(span.of(text), span) for key, span in fields if span},
        source.warnings + warning,
    )
