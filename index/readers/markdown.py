"""Markdown → Source.

Read line by line: a CommonMark parser would take "1. " for the numbering of a list and drop what
the document printed.
"""

import re
from collections.abc import Iterable

from index.clause import Found, Line, Source, Span
from index.readers.text import decode, lines

_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_FIELD = re.compile(r"\*\*(?P<key>[^*:：]{1,20})\*\*\s*[:：]\s*(?P<value>.*)$")
_WHOLE_BOLD = re.compile(r"(\*\*|__)(?P<inner>[^*_]+)\1$")
_MARKUP = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|=+|<!--.*-->|\|?[\s:|-]*-{3,}[\s:|-]*\|?)$")
_COLLECTED = re.compile(r"政策全文|正文|全文")
"""Headings that a collection puts above the text; they are not the policy's own."""


def read(data: bytes, name: str) -> Source:
    """Header fields apart, headings with their level, every other line as it stands.

    Raises:
        UnreadableFile: if the bytes are no text.
    """
    text = decode(data, name)
    body: list[Line] = []
    fields: dict[str, Found[str]] = {}
    for span in lines(text):
        line = span.of(text)
        if field := _FIELD.match(line):
            if value := field["value"].strip():
                begin = span.start + field.start("value")
                found = Found(value, Span(begin, begin + len(value)))
                fields.setdefault(field["key"].strip(), found)
        elif not _MARKUP.match(line):
            body.append(_line(line, span))
    return Source(text, tuple(_without_collection(body, text)), fields)


def _line(line: str, span: Span) -> Line:
    """The line without its markup."""
    level = 0
    if heading := _HEADING.match(line):
        level = len(heading.group(1))
        span = Span(span.start + heading.end(), span.end)
    elif line.startswith(">") and line.lstrip("> "):
        span = Span(span.end - len(line.lstrip("> ")), span.end)
    if bold := _WHOLE_BOLD.match(line):
        span = Span(span.start + bold.start("inner"), span.start + bold.end("inner"))
    return Line(span, level)


def _without_collection(body: list[Line], text: str) -> Iterable[Line]:
    """The body without a collection's own headings, its title once.

    Where the header's title comes again as the first line of the text, the text's own stays.
    """
    kept = [line for line in body if not (line.level and _COLLECTED.fullmatch(line.span.of(text)))]
    if kept and kept[0].level == 1:
        title = kept[0].span.of(text)
        if any(not line.level and line.span.of(text) == title for line in kept[1:4]):
            return kept[1:]
    return kept
