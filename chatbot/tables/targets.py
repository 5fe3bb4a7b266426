"""Targets with their dates: 到2025年…形成百项标志性产品 → 2025年, 形成百项标志性产品, 百项.

A date governs all that follows it in its paragraph, up to the next date. Each part between commas
is a target of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chatbot.answer import Quote
from chatbot.tables.table import Cell, Table
from index.clause import Clause, Kind, Policy, PolicyHead, Span

COLUMNS = ("时间", "目标", "数量", "出处")

_DATE = re.compile(
    r"(?:(?<=^)|(?<=[，。；：\n])|(?<=力争)|(?<=确保))"
    r"(?:力争|确保)?(?:到|至|在)?(?P<date>20\d\d年(?:底|末)?(?:前|以前|之前)?|“十[三四五六七]五”(?:期间|时期|末))"
    r"(?!\d*月|.{0,6}(?:修订|修正|施行|发布|印发|通过|公布))"
)
_TITLED = re.compile(r"《[^》]*》")
_PART = re.compile(r"(?:“[^”]*”|《[^》]*》|（[^）]*）|[^，。；：\n])+")
_NUMERAL = r"(?:[\d.]+|[〇零一二两三四五六七八九十百千万亿数]+)"
_QUANTITY = re.compile(
    rf"(?<![一第])(?:超过|不低于|不少于|达到)?{_NUMERAL}(?:余|多)?"
    r"(?:[万亿]{0,2}(?:个|项|家|批|种|类|座|所|名|人次|人|件|亩|吨|公里|元|美元|倍|台|套|千瓦|户)"
    r"|[%％]|个百分点)(?:以上|左右|以内)?"
)
_SHORTEST = 4
"""Characters of a target."""


@dataclass(frozen=True, slots=True)
class Target:
    """One target; every span is in `clause.text`.

    Attributes:
        date: by when: 2025年.
        span: what is to be reached.
        quantity: how much of it, where that is said.
    """

    clause: Clause
    date: Span
    span: Span
    quantity: Span | None

    @property
    def year(self) -> str:
        """The year of the date; "" for a plan period."""
        found = re.search(r"20\d\d", self.date.of(self.clause.text))
        return found.group() if found else ""


def targets(policy: Policy, head: PolicyHead) -> Table:
    """All targets of a policy, in its order."""
    rows = (
        row(target, head)
        for clause in policy.clauses
        if clause.unit and clause.kind is not Kind.DATE
        for target in targets_in(clause)
    )
    return Table(f"《{policy.name}》的目标", COLUMNS, tuple(rows))


def targets_in(clause: Clause) -> Iterator[Target]:
    """The targets of one clause, in order."""
    text = clause.text
    dates = [match for match in _DATE.finditer(text) if not _in_a_title(text, match.start())]
    for at, match in enumerate(dates):
        end = dates[at + 1].start() if at + 1 < len(dates) else len(text)
        line_end = text.find("\n", match.end())
        end = min(end, line_end) if line_end >= 0 else end
        date = Span(*match.span("date"))
        for part in _PART.finditer(text, match.end(), end):
            span = _trimmed(part.group(), part.start())
            if span and span.end - span.start >= _SHORTEST:
                found = _QUANTITY.search(text, span.start, span.end)
                yield Target(clause, date, span, Span(*found.span()) if found else None)


def row(target: Target, head: PolicyHead) -> tuple[Cell, ...]:
    """A target as cells, each with its quotation."""
    clause = target.clause

    def cell(span: Span | None) -> Cell:
        if span is None:
            return Cell("")
        return Cell(span.of(clause.text), (Quote(head, clause, span),))

    place = Cell(clause.name, (Quote(head, clause, Span(target.date.start, target.span.end)),))
    return cell(target.date), cell(target.span), cell(target.quantity), place


def _in_a_title(text: str, at: int) -> bool:
    return any(match.start() <= at < match.end() for match in _TITLED.finditer(text))


def _trimmed(words: str, start: int) -> Span | None:
    """The words without blanks and 要, 将, 力争 before them."""
    bare = re.sub(r"^(?:\s|力争|努力|要|将|我国|全国)+", "", words)
    start += len(words) - len(bare)
    return Span(start, start + len(bare.rstrip())) if bare.strip() else None
