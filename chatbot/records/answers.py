"""Every answer, by whatever way it was asked for: the audit."""

import logging
import time
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import Any, cast

from sqlalchemy import Connection, Engine, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg

from chatbot.answer import Answer, Done, Event, Outcome, Status, fold
from chatbot.asker import Left
from chatbot.chain import Tap
from chatbot.errors import AnswerNotFound
from chatbot.question import Question
from chatbot.records.entry import ENTRIES, Ending, Entry, Exchange, Via, entry_of, values
from chatbot.records.retention import Retention
from chatbot.records.tables import ANSWERS
from chatbot.records.writer import Writer
from index.database import available, driven
from index.edition import Revision
from index.errors import PolicyChatError

_LOG = logging.getLogger(__name__)
_DELETED, _EVERY_S = 1_000, 60.0
"""Answers past their retention time that are deleted beside those written, and how often."""


class Answers:
    """The answers of one database.

    Args:
        engine: reads.
        quick: writes, see `chatbot.records.tables.open_quickly`.
        retention_days: days after which one is deleted, with what was said of it.
        now: the time in seconds since 1970.
        passed: seconds that passed, see `chatbot.records.retention`.
    """

    def __init__(
        self,
        engine: Engine,
        quick: Engine,
        retention_days: float,
        now: Callable[[], float] = time.time,
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._quick = quick
        self._retention = Retention(retention_days, now, passed)
        self._now = now
        self._passed = passed
        self._delete_at = 0.0
        self._writer = Writer(self._write)

    def tap(self, via: Via, published: Callable[[], Revision]) -> Tap:
        """What records every answer that passes; see `chatbot.chain.Chatbot.through`.

        Args:
            via: the way that the answers go.
            published: the newest revision of the library, where an answer does not say its own.
        """

        def recorded(question: Question, events: Iterator[Event]) -> Iterator[Event]:
            asked = partial(_exchange, self._now(), via, question, published)
            return self._passing(asked, cast("Generator[Event]", events))

        return recorded

    def settle(self) -> None:
        """Come back when every answer that was given so far is written."""
        self._writer.settle()

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()

    def oldest(self) -> float:
        """What is older is past its retention time; seconds since 1970."""
        return self._retention.oldest()

    def read(self, answer_id: str) -> Entry:
        """One answer.

        Raises:
            AnswerNotFound: if none has this id, or none any more.
        """
        self.settle()
        with available(), self._engine.connect() as connection:
            row = connection.execute(
                ENTRIES.where(ANSWERS.c.id == answer_id, ANSWERS.c.at >= self.oldest())
            ).first()
        if row is None:
            raise _missing(answer_id)
        return entry_of(row)

    def lock(self, connection: Connection, answer_id: str) -> None:
        """Keep an answer from going while something is added to it.

        Raises:
            AnswerNotFound: if none has this id, or none any more.
        """
        kept = (
            select(ANSWERS.c.id)
            .where(ANSWERS.c.id == answer_id, ANSWERS.c.at >= self.oldest())
            .with_for_update()
        )
        if connection.execute(kept).first() is None:
            raise _missing(answer_id)

    def _passing(
        self, asked: Callable[[Answer, Ending], Exchange], events: Generator[Event]
    ) -> Iterator[Event]:
        """The events; what became of the question is written before the last one is passed on."""
        heard: list[Event] = []
        try:
            with closing(events):
                for event in events:
                    heard.append(event)
                    if isinstance(event, Done):
                        self._writer.put(asked(fold(heard), Ending(event.outcome.status)))
                    yield event
        except (GeneratorExit, Left):
            self._broken_off(asked, heard, Ending.LEFT)
            raise
        except Exception:
            self._broken_off(asked, heard, Ending.FAILED)
            raise

    def _broken_off(
        self, asked: Callable[[Answer, Ending], Exchange], heard: list[Event], ending: Ending
    ) -> None:
        if not (heard and isinstance(heard[-1], Done)):
            end = Done(uuid.uuid4().hex, Outcome(Status.NOT_FOUND))
            self._writer.put(asked(fold([*heard, end]), ending))

    def _write(self, exchanges: Sequence[Exchange]) -> None:
        rows = [row for exchange in exchanges if (row := _row(exchange))]
        with available(), self._quick.begin() as connection:
            if rows:
                with driven(connection) as cursor:
                    cursor.executemany(_ADDED[connection.dialect.name], rows)
            if self._delete_at <= self._passed():
                connection.execute(_PAST, {"oldest": self._retention.deleted()})
                self._delete_at = self._passed() + _EVERY_S


def _missing(answer_id: str) -> AnswerNotFound:
    """The error for an id that names no answer."""
    return AnswerNotFound(
        f"没有编号为 {answer_id!r} 的回答，可能已过保存期。",
        hint="编号是回答中的 id；只能评价本系统给出的回答。",
    )


def _exchange(
    at: float,
    via: Via,
    question: Question,
    published: Callable[[], Revision],
    answer: Answer,
    ending: Ending,
) -> Exchange:
    return Exchange(at, via, question, answer.revision or _known(published), answer, ending)


def _known(published: Callable[[], Revision]) -> Revision:
    try:
        return published()
    except PolicyChatError:
        return Revision(0, "")


def _row(exchange: Exchange) -> dict[str, Any] | None:
    """The columns; one answer that cannot be put into them does not keep the others out."""
    try:
        return values(exchange.entry())
    except Exception:  # noqa: BLE001 - whatever it is, the others are written
        _LOG.exception("answer %s cannot be recorded", exchange.answer.id)
        return None


_NAMED = sqlite.dialect(paramstyle="named")
_PSYCOPG = psycopg.dialect()  # type: ignore[no-untyped-call]
# Of a server that fell silent nobody knows what it wrote: the batch is written once more.
_ADDED = {
    "sqlite": str(sqlite.insert(ANSWERS).on_conflict_do_nothing().compile(dialect=_NAMED)),
    "postgresql": str(
        postgresql.insert(ANSWERS).on_conflict_do_nothing().compile(dialect=_PSYCOPG)
    ),
}
"""How each database adds rows of named values, see `values`."""

_PAST = delete(ANSWERS).where(
    ANSWERS.c.id.in_(
        select(ANSWERS.c.id)
        .where(ANSWERS.c.at < bindparam("oldest"))
        .order_by(ANSWERS.c.at)
        .limit(_DELETED)
    )
)
