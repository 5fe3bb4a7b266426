"""A question for targets → a table of them, by date."""

import re
from collections.abc import Iterator, Sequence

from chatbot.answer import Quote, Statement
from chatbot.evidence import Evidence
from chatbot.markdown import escape
from chatbot.tables.targets import COLUMNS, Target, targets_in
from chatbot.understanding import Intent
from chatbot.understanding.followup import Ask
from index.clause import Hit, Span

_ASKED = re.compile(
    r"目标|指标|20\d\d年.{0,10}(?:达到|实现|完成|干成|变成|成为)(?:什么|哪些|怎样|啥)"
)
_ONE = re.compile(r"多少|几[个项家条种批]|[由谁]负责|怎么(?:实现|完成)|如何(?:实现|完成)")
_YEAR = re.compile(r"20\d\d(?=年|[和与跟到、，]|$)")
_CLAUSES = 3
"""Clauses looked at."""
_FEWEST = 3
"""Targets that make a table."""


def targets_asked(evidence: Evidence) -> list[tuple[Hit, list[Target]]]:
    """The targets that the question asks for, by clause, the earliest first.

    Empty where it asks for something else, or where there are too few for a table.
    """
    understanding = evidence.understanding
    text = understanding.text
    named = understanding.intent is Intent.REFERENCE and understanding.ask is not Ask.CHILDREN
    if (
        named
        or _is_of_something_else(understanding.turned_to)
        or not _ASKED.search(text)
        or _ONE.search(text)
    ):
        return []
    years = set(_YEAR.findall(text))
    found = []
    for hit in evidence.hits[:_CLAUSES]:
        targets = [t for t in targets_in(hit.clause) if not years or t.year in years]
        if targets:
            found.append((hit, targets))
    enough = sum(len(targets) for _, targets in found) >= _FEWEST
    return sorted(found, key=lambda each: each[1][0].year) if enough else []


def _is_of_something_else(subject: str) -> bool:
    """Whether a follow-up turned to what is neither targets nor a year: 资金方面呢."""
    return bool(subject) and not (_ASKED.search(subject) or _YEAR.search(subject))


def tabulate(found: Sequence[tuple[Hit, list[Target]]]) -> Iterator[Statement]:
    """How many there are, then one row each; one quotation a clause."""
    counts = []
    for _, targets in found:
        date = targets[0].date.of(targets[0].clause.text)
        counts.append(f"{escape(date)} {len(targets)} 项")
    yield Statement(f"目标：{'，'.join(counts)}。\n\n")
    yield Statement(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}\n")
    for hit, targets in found:
        whole = Quote(hit.policy, hit.clause, Span(targets[0].date.start, targets[-1].span.end))
        for target in targets:
            text = target.clause.text
            quantity = target.quantity.of(text) if target.quantity else ""
            cells = (target.date.of(text), target.span.of(text), quantity, hit.clause.name)
            yield Statement(f"| {' | '.join(map(escape, cells))}", (whole,), " |\n")
