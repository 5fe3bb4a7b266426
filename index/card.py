"""What a policy says of itself: title, 文号, issuers, addressees, dates, link."""

import re
from collections.abc import Iterable, Sequence

from index.clause import Card, Clause, Found, Kind, Source, Span
from index.numerals import parse as parse_numeral

_PART = r"[\d〇○零一二三四五六七八九十]"
_DATE = re.compile(
    rf"({_PART}{{4}})\s*[年.\-/]\s*({_PART}{{1,3}})\s*(?:[月.\-/]\s*({_PART}{{1,3}}))?"
)
_ISSUED = re.compile(r"通过|公布|发布|颁布|修订|修正|批准")
_TITLE_END = re.compile(r"\s+")
# A comma between offices separates them only where no office's own name holds it:
# 各省、自治区、直辖市…主管部门 is one addressee.
_BETWEEN_ADDRESSEES = re.compile(r"[，,；;]")


def read(source: Source, clauses: Sequence[Clause]) -> Card:
    """The card of a source, each value with the span where it stands; unknown stays unknown."""
    first: dict[Kind, Clause] = {}
    for clause in clauses:
        first.setdefault(clause.kind, clause)
    return Card(
        title=_title(first.get(Kind.TITLE)),
        number=_number(first.get(Kind.DOCUMENT_NUMBER)),
        issuers=tuple(_lines(first.get(Kind.SIGNATORY))),
        addressees=tuple(_addressees(first.get(Kind.ADDRESSEES))),
        issued=_issued(clauses),
        published=_field_date(source, "发布日期"),
        url=source.fields.get("来源"),
        collected=_field_date(source, "更新时间"),
    )


def _title(clause: Clause | None) -> Found[str] | None:
    """A title that wraps over several lines is one value."""
    if clause is None:
        return None
    return Found(_TITLE_END.sub("", clause.text), clause.span)


def _number(clause: Clause | None) -> Found[str] | None:
    """The number without the brackets that some documents put around it."""
    if clause is None:
        return None
    value = clause.text.strip("（()） ")
    if value.count("（") + value.count("(") != value.count("）") + value.count(")"):
        value = clause.text
    start = clause.span.start + clause.text.index(value)
    return Found(value, Span(start, start + len(value)))


def _lines(clause: Clause | None) -> Iterable[Found[str]]:
    """Each line of a clause; offices that share a line stand apart by wide blanks."""
    if clause is not None:
        for match in re.finditer(r"\S+(?: \S+)*", clause.text):
            yield Found(match.group(), Span(*match.span()).moved(clause.span.start))


def _addressees(clause: Clause | None) -> Iterable[Found[str]]:
    if clause is None:
        return
    start = clause.span.start
    for piece in _BETWEEN_ADDRESSEES.split(clause.text.rstrip("：:")):
        at = clause.text.index(piece, start - clause.span.start)
        yield Found(piece, Span(at, at + len(piece)).moved(clause.span.start))
        start = clause.span.start + at + len(piece)


def _issued(clauses: Sequence[Clause]) -> Found[str] | None:
    """The date below the signatories, else the latest adoption or promulgation in the notes."""
    for clause in clauses:
        if clause.kind is Kind.DATE:
            return next(iter(_dates(clause.text, clause.span.start)), None)
    noted = [
        found
        for clause in clauses
        if clause.kind is Kind.NOTE
        for line in re.finditer(r"[^\n]+", clause.text)
        if _ISSUED.search(line.group())
        for found in _dates(line.group(), clause.span.start + line.start())
    ]
    return max(noted, key=lambda found: found.value, default=None)


def _field_date(source: Source, key: str) -> Found[str] | None:
    found = source.fields.get(key)
    return next(iter(_dates(found.value, found.span.start)), None) if found else None


def _dates(text: str, offset: int) -> Iterable[Found[str]]:
    """Dates as ISO 8601, with the words that say them."""
    for match in _DATE.finditer(text):
        parts = [parse_numeral(part) for part in match.groups() if part]
        if None in parts:
            continue
        numbers = [part for part in parts if part is not None]
        end = match.end() + (text[match.end() : match.end() + 1] in ("年", "月", "日"))
        value = "-".join(f"{number:02d}" for number in numbers)
        yield Found(value, Span(match.start(), end).moved(offset))
