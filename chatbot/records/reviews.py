"""An administrator's word on answers; from it come questions that `chatbot eval` reads."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from sqlalchemy import Engine, delete, insert

from chatbot.records.answers import Answers
from chatbot.records.audit import Audit, Sought
from chatbot.records.entry import Entry, Review, Right
from chatbot.records.masking import masked
from chatbot.records.tables import REVIEWS
from index.database import available, to_write
from index.evaluation.questions import Article, Case

KIND = "reviewed"
"""The row of an evaluation's report that such questions count in."""


class Reviews:
    """The reviews of one database.

    Args:
        answers: what is reviewed.
        audit: finds what was.
        now: the time in seconds since 1970.
    """

    def __init__(
        self,
        engine: Engine,
        answers: Answers,
        audit: Audit,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._engine = engine
        self._answers = answers
        self._audit = audit
        self._now = now

    def mark(self, answer_id: str, clauses: Sequence[Right], note: str = "") -> Review:
        """Say which clauses answer the question, in place of what was said before.

        Args:
            answer_id: of the answer that is reviewed.
            clauses: none where the policies do not answer it.
            note: for other administrators; personal data in it are masked.

        Raises:
            AnswerNotFound: if no recorded answer has this id.
        """
        review = Review(tuple(clauses), masked(note), self._now())
        self._replace(answer_id, [{"answer_id": answer_id, **asdict(review)}])
        return review

    def unmark(self, answer_id: str) -> None:
        """Take a review back.

        Raises:
            AnswerNotFound: if no recorded answer has this id.
        """
        self._replace(answer_id, [])

    def cases(self) -> Iterator[Case]:
        """The reviewed questions for an evaluation, the newest first."""
        return map(_case, self._audit.all(Sought(reviewed=True)))

    def _replace(self, answer_id: str, rows: list[dict[str, object]]) -> None:
        self._answers.settle()
        with available(), to_write(self._engine).begin() as connection:
            self._answers.lock(connection, answer_id)
            connection.execute(delete(REVIEWS).where(REVIEWS.c.answer_id == answer_id))
            if rows:
                connection.execute(insert(REVIEWS), rows)


def _case(entry: Entry) -> Case:
    rights = entry.review.clauses if entry.review else ()
    return Case(
        id=entry.id,
        kind=KIND,
        question=entry.question,
        turns=entry.turns,
        gold=tuple(Article(right.file, right.article) for right in rights),
        answerable=bool(rights),
    )
