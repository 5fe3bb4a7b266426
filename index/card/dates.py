"""Dates in a text, and which of those in the notes is the policy's own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.clause import Clause, Found, Kind, Span
from index.numerals import parse as parse_numeral

_PART = r"[\d〇○零一二三四五六七八九十]"
_DATE = re.compile(
    rf"({_PART}{{4}})\s*[年.\-/]\s*({_PART}{{1,3}})\s*(?:[月.\-/]\s*({_PART}{{1,3}}))?"
)
DATE = rf"{_PART}{{4}}\s*年\s*{_PART}{{1,3}}\s*月\s*{_PART}{{1,3}}\s*日"
"""A day as statutes print it, as a part of a pattern."""
_ISSUED = re.compile(r"通过|公布|发布|颁布|修订|修正|批准")
_PUBLISHED = re.compile(r"(?<!未)(?:公布|发布|颁布|公告)")
_DECISION = re.compile(r"《[^》]*(?:》|$)|〈[^〉]*〉")


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the notes that begins with a date.

    Attributes:
        said: what happened then, without the names of decisions.
        span: place of `said` in the text, decisions included.
    """

    date: Found[str]
    said: str
    span: Span


def dates(text: str, offset: int) -> Iterable[Found[str]]:
    """Dates as ISO 8601, with the words that say them."""
    for match in _DATE.finditer(text):
        parts = [parse_numeral(part) for part in match.groups() if part]
        if None in parts:
            continue
        numbers = [part for part in parts if part is not None]
        end = match.end() + (text[match.end() : match.end() + 1] in ("年", "月", "日"))
        value = "-".join(f"{number:02d}" for number in numbers)
        yield Found(value, Span(match.start(), end).moved(offset))


def first_date(text: str, offset: int) -> Found[str] | None:
    """The first date in a text that begins at `offset`."""
    return next(iter(dates(text, offset)), None)


def events(clauses: Sequence[Clause]) -> list[Event]:
    """What the notes (题注) say happened, in their order."""
    return list(_events(clauses))


def _events(clauses: Sequence[Clause]) -> Iterable[Event]:
    for clause in clauses:
        if clause.kind is not Kind.NOTE:
            continue
        for line in re.finditer(r"[^\n]+", clause.text):
            start = clause.span.start + line.start()
            found = list(dates(line.group(), start))
            ends = [date.span.start for date in found[1:]] + [start + len(line.group())]
            for date, end in zip(found, ends, strict=False):
                said = line.group()[date.span.end - start : end - start]
                if said.strip():
                    yield Event(date, _DECISION.sub("", said), Span(date.span.end, end))


def issued(clauses: Sequence[Clause]) -> Found[str] | None:
    """The date below the signatories, else the latest adoption or promulgation in the notes."""
    for clause in clauses:
        if clause.kind is Kind.DATE:
            return first_date(clause.text, clause.span.start)
    noted = [
        found
        for clause in clauses
        if clause.kind is Kind.NOTE
        for line in re.finditer(r"[^\n]+", clause.text)
        if _ISSUED.search(line.group())
        for found in dates(line.group(), clause.span.start + line.start())
    ]
    return max(noted, key=lambda found: found.value, default=None)


def published(happened: Sequence[Event], latest: Found[str] | None) -> Found[str] | None:
    """When the version at hand was made public, if the notes say so.

    An amended text lists when it was first published; that is no date of the version.
    """
    found = [event.date for event in happened if _PUBLISHED.search(event.said)]
    date = max(found, key=lambda each: each.value, default=None)
    return date if date and latest and date.value >= latest.value else None
