"""What a policy says of itself, each value with the place where it stands and a confidence.

Read from the text alone: the name of the file and its folder are the collector's words.
"""

import re
from collections.abc import Iterable, Sequence

from index.card import force, rank
from index.card.dates import events, first_date, issued, published
from index.card.offices import approver, makers, titled
from index.card.repeals import repeals
from index.card.subjects import subjects
from index.clause import Card, Clause, Found, Kind, Source, Span
from index.matter import SIGNED

_TITLE_END = re.compile(r"\s+")
# A comma between offices separates them only where no office's own name holds it:
# 各省、自治区、直辖市…主管部门 is one addressee.
_BETWEEN_ADDRESSEES = re.compile(r"[，,；;]")


def read(source: Source, clauses: Sequence[Clause]) -> Card:
    """The card of a source, each value with the span where it stands; unknown stays unknown."""
    first: dict[Kind, Clause] = {}
    for clause in clauses:
        first.setdefault(clause.kind, clause)
    title, number = _title(first.get(Kind.TITLE)), _number(first.get(Kind.DOCUMENT_NUMBER))
    happened, dated = events(clauses), issued(clauses)
    signed = tuple(_lines(first.get(Kind.SIGNATORY)))
    made = makers(happened, source.text) or titled(title)
    region = rank.place(title, made, approver(happened, source.text))
    kind = rank.kind(title, number, made, " ".join(event.said for event in happened))
    effective = force.effective(clauses, happened, dated)
    return Card(
        title=title,
        number=number,
        issuers=signed or tuple(office.name for office in made),
        addressees=tuple(_addressees(first.get(Kind.ADDRESSEES))),
        issued=dated,
        published=_field_date(source, "发布日期") or published(happened, dated),
        url=source.fields.get("来源"),
        collected=_field_date(source, "更新时间"),
        effective=effective,
        expires=force.expires(clauses, effective or dated),
        kind=kind,
        level=rank.level(kind, made, region),
        region=region,
        subjects=subjects(title),
        repeals=repeals(clauses),
        attachments=tuple(_attachments(clauses)),
    )


def _attachments(clauses: Sequence[Clause]) -> Iterable[Found[str]]:
    """Those that are in the text, by their titles."""
    for clause in clauses:
        if clause.kind is Kind.ATTACHMENT:
            yield Found(clause.title or clause.number.rstrip("：: "), clause.own)


def _title(clause: Clause | None) -> Found[str] | None:
    """A title that wraps over several lines is one value."""
    if clause is None:
        return None
    return Found(_TITLE_END.sub("", clause.text), clause.span)


def _number(clause: Clause | None) -> Found[str] | None:
    """The number without the brackets that some documents put around it."""
    if clause is None:
        return None
    value = SIGNED.sub("", clause.text).strip("（()） ")
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


def _field_date(source: Source, key: str) -> Found[str] | None:
    found = source.fields.get(key)
    return first_date(found.value, found.span.start) if found else None
