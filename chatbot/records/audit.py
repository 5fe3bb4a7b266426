"""Looking at the answers that were given: found by words, dates, and what was thought of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, func, or_, select, tuple_

from chatbot.records.answers import Answers
from chatbot.records.entry import ENTRIES, Ending, Entry, Verdict, Via, entry_of
from chatbot.records.tables import ANSWERS, FEEDBACK, REVIEWS
from index.database import available

_AT_ONCE = 500
"""Answers read at a time when all are."""
_NEWEST = (ANSWERS.c.at.desc(), ANSWERS.c.id.desc())


@dataclass(frozen=True, slots=True)
class Sought:
    """Which answers are looked for; what is None may be anything.

    Attributes:
        words: with blanks between; each must stand in question, answer or comment.
        reviewed: whether an administrator has looked at them.
        since: seconds since 1970.
        until: seconds since 1970, not included.
    """

    words: str = ""
    status: Ending | None = None
    via: Via | None = None
    verdict: Verdict | None = None
    reviewed: bool | None = None
    since: float | None = None
    until: float | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """For a statement over answers, feedback and reviews."""
        wanted = [
            (ANSWERS.c.status, self.status),
            (ANSWERS.c.via, self.via),
            (FEEDBACK.c.verdict, self.verdict),
        ]
        found = [column == value for column, value in wanted if value is not None]
        found += map(_holds, self.words.split())
        if self.reviewed is not None:
            found.append(REVIEWS.c.made.is_not(None) == self.reviewed)
        if self.since is not None:
            found.append(ANSWERS.c.at >= self.since)
        if self.until is not None:
            found.append(ANSWERS.c.at < self.until)
        return found


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the answers that were found, the newest first; `total` is how many there are."""

    total: int
    entries: tuple[Entry, ...]


class Audit:
    """The answers of one database, to be looked at."""

    def __init__(self, engine: Engine, answers: Answers) -> None:
        self._engine = engine
        self._answers = answers

    def page(self, sought: Sought, limit: int = 50, offset: int = 0) -> Page:
        """Answers, the newest first."""
        self._answers.settle()
        where = [ANSWERS.c.at >= self._answers.oldest(), *sought.conditions()]
        found = ENTRIES.where(*where)
        with available(), self._engine.connect() as connection:
            counted = select(func.count()).select_from(
                found.with_only_columns(ANSWERS.c.id).subquery()
            )
            total = connection.execute(counted).scalar_one()
            rows = connection.execute(found.order_by(*_NEWEST).limit(limit).offset(offset))
            return Page(total, tuple(map(entry_of, rows)))

    def all(self, sought: Sought = Sought()) -> Iterator[Entry]:
        """Every answer that is found, the newest first; few of them are in memory at a time."""
        self._answers.settle()
        where = [ANSWERS.c.at >= self._answers.oldest(), *sought.conditions()]
        last: list[ColumnElement[bool]] = []
        while True:
            with available(), self._engine.connect() as connection:
                found = ENTRIES.where(*where, *last).order_by(*_NEWEST).limit(_AT_ONCE)
                entries = [entry_of(row) for row in connection.execute(found)]
            yield from entries
            if len(entries) < _AT_ONCE:
                return
            last = [tuple_(ANSWERS.c.at, ANSWERS.c.id) < (entries[-1].at, entries[-1].id)]


def _holds(word: str) -> ColumnElement[bool]:
    columns = (ANSWERS.c.question, ANSWERS.c.answer, FEEDBACK.c.comment, FEEDBACK.c.reason)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))
