"""An answer as it was given, read again from the records: shown once more, or written to a file."""

import re
from collections.abc import Sequence

from chatbot.answer import Answer, Citation, Outcome, Quote, Status
from chatbot.markdown import escape
from chatbot.records.entry import Ending, Entry, Source
from index.clause import Clause, Span
from index.errors import PolicyNotFound
from index.library import Library

_STATUS = {
    Ending.ANSWERED: Status.ANSWERED,
    Ending.NOT_FOUND: Status.NOT_FOUND,
    Ending.REFUSED: Status.REFUSED,
}
"""Of an answer that came to its end."""
# An escaped character is passed over together with its backslash.
_MARK = re.compile(r"\\.|\[(\d+)\]", re.DOTALL)


def recalled(entry: Entry, library: Library) -> Answer:
    """The answer with those of its citations whose words still stand where they stood.

    A mark whose policy was replaced or removed since then stays a mark without a citation: what
    is quoted is verbatim or not quoted.
    """
    clauses = {
        clause.id: clause
        for clause in library.clauses([source.clause_id for source in entry.citations])
    }
    found = (_citation(source, clauses, library) for source in entry.citations)
    return Answer(
        id=entry.id,
        text=entry.answer,
        citations=tuple(citation for citation in found if citation),
        outcome=Outcome(
            status=_STATUS.get(entry.status, Status.NOT_FOUND),
            mode=entry.mode,
            dropped=entry.dropped,
            understood=entry.understood,
        ),
        timings_ms=entry.timings_ms,
    )


def joined(talk: Sequence[tuple[str, Answer]]) -> Answer:
    """Questions and their answers as one answer, each under its question, numbered throughout."""
    parts: list[str] = []
    citations: list[Citation] = []
    last = 0
    for question, answer in talk:
        numbers = [int(found) for found in _MARK.findall(answer.text) if found]
        parts += [f"## {escape(' '.join(question.split()))}", _renumbered(answer.text, last)]
        citations += [Citation(each.index + last, each.quote) for each in answer.citations]
        last += max(numbers, default=0)
    first = talk[0][1]
    return Answer(first.id, "\n\n".join(parts), tuple(citations), first.outcome, {})


def _renumbered(text: str, by: int) -> str:
    return _MARK.sub(lambda mark: f"[{int(mark[1]) + by}]" if mark[1] else mark[0], text)


def _citation(source: Source, clauses: dict[str, Clause], library: Library) -> Citation | None:
    clause = clauses.get(source.clause_id)
    if clause is None or clause.text[source.start : source.end] != source.quote:
        return None
    try:
        head = library.head(source.policy_id)
    except PolicyNotFound:
        return None
    return Citation(source.index, Quote(head, clause, Span(source.start, source.end)))
