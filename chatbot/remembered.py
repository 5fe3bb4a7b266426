"""What the library says to a question, remembered for as long as it says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.answer import Outcome, Statement
from chatbot.evidence import Evidence
from chatbot.question import Question
from chatbot.telemetry import metrics
from index.edition import Edition, Revision
from index.recent import Recent

Pieces = Sequence[Statement | Outcome]
"""Of an answer, its outcome last."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question.

    Attributes:
        own: the answer in the clauses' own words.
    """

    evidence: Evidence
    own: Pieces


class Remembered:
    """What was found for the questions asked last, of one revision and day each.

    What leans on a talk is not remembered, nor what was found without the embedder.

    Args:
        most: questions at most; 0 for none.
    """

    def __init__(self, most: int) -> None:
        self._recent: Recent[tuple[Question, Revision, str], Found] = Recent(most)

    def get(self, question: Question, library: Edition) -> Found | None:
        """What was found for this question in this edition, if that is remembered."""
        found = None if question.turns else self._recent.get(_key(question, library))
        metrics.REMEMBERED.labels("hit" if found else "miss").inc()
        return found

    def keep(self, question: Question, library: Edition, found: Found) -> None:
        """Remember what was found, if that may be."""
        if not question.turns and not any(hit.text_only for hit in found.evidence.hits):
            self._recent.keep({_key(question, library): found})


def _key(question: Question, library: Edition) -> tuple[Question, Revision, str]:
    return question, library.revision, library.day
