"""Thumbs up and down, by whoever was given the answer: they alone know its id."""

import time
from collections.abc import Callable

from sqlalchemy import Engine, delete, insert

from chatbot.records.answers import Answers
from chatbot.records.entry import Verdict
from chatbot.records.masking import masked
from chatbot.records.tables import FEEDBACK
from index.database import available, to_write

MAX_REASON = 50
"""Characters of a reason."""
MAX_COMMENT = 500
"""Characters of a comment."""


class Feedback:
    """What was thought of the answers of one database.

    Args:
        answers: what can be thought of.
        now: the time in seconds since 1970.
    """

    def __init__(
        self, engine: Engine, answers: Answers, now: Callable[[], float] = time.time
    ) -> None:
        self._engine = engine
        self._answers = answers
        self._now = now

    def give(
        self,
        answer_id: str,
        verdict: Verdict,
        reason: str | None = None,
        comment: str | None = None,
    ) -> None:
        """Say what was thought of an answer, in place of what was said before.

        Personal data in reason and comment are masked.

        Raises:
            AnswerNotFound: if no recorded answer has this id.
        """
        self._answers.settle()
        with available(), to_write(self._engine).begin() as connection:
            self._answers.lock(connection, answer_id)
            connection.execute(delete(FEEDBACK).where(FEEDBACK.c.answer_id == answer_id))
            connection.execute(
                insert(FEEDBACK).values(
                    answer_id=answer_id,
                    verdict=verdict,
                    reason=masked(reason) if reason else None,
                    comment=masked(comment) if comment else None,
                    given=self._now(),
                )
            )
