"""The clauses that an answer cited, read back from its own text."""

import re
from collections.abc import Iterator, Sequence

from chatbot.markdown import escape
from chatbot.question import Turn
from index.clause import Clause

_BEFORE_A_MARK = re.compile(r"^([^\n]*?)）?\[\d+\]", re.MULTILINE)


def cited(turns: Sequence[Turn], clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses of one policy that the last answer named before its marks [1], in order.

    Empty where the answer has none, or names them in another way.
    """
    answers = (turn.content for turn in reversed(turns) if turn.role == "assistant")
    return tuple(dict.fromkeys(_named(next(answers, ""), clauses)))


def _named(answer: str, clauses: Sequence[Clause]) -> Iterator[Clause]:
    for match in _BEFORE_A_MARK.finditer(answer):
        found = [clause for clause in clauses if _ends_with(match[1], clause)]
        if found:
            yield max(found, key=lambda clause: len(clause.name))


def _ends_with(line: str, clause: Clause) -> bool:
    """Whether a line names a clause, or is its first sentence as an item of a list."""
    if line.endswith(escape(clause.name)):
        return True
    first = escape(next(clause.sentences()).of(clause.text))
    return bool(clause.number) and line.removeprefix("- ") == first
