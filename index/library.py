"""Policies and clauses in the database: read by many, written by one ingest at a time."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from index import corrections, rows
from index.clause import Clause, Policy, PolicyHead
from index.database import available, in_turn, to_write
from index.errors import ClauseNotFound, PolicyNotFound
from index.filters import Scope
from index.names import Names
from index.tables import CLAUSES, POLICIES, PUBLISHED
from index.timeline import in_time
from index.validity import today

_KEPT = 64
"""Whole policies kept in memory."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The state of the library that readers see.

    Attributes:
        snapshot: name of the index that belongs to it; "" before the first ingest.
    """

    number: int
    snapshot: str


@dataclass(frozen=True, slots=True)
class _Remembered:
    """What was read of one revision on one day; never mixed with that of another."""

    number: int
    day: str
    heads: Mapping[str, PolicyHead]
    names: Names
    scope: Scope
    policies: OrderedDict[str, Policy] = field(default_factory=OrderedDict)


class Library:
    """The policies of one database, read from many threads.

    Args:
        engine: over the database.
        today: which day it is, ISO 8601: the validity of the policies is that of this day.
    """

    def __init__(self, engine: Engine, today: Callable[[], str] = today) -> None:
        self.engine = engine
        self._today = today
        self._lock = Lock()
        self._remembered = _Remembered(-1, "", {}, Names(()), Scope({}))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on which everything read belongs to one revision."""
        with available(), self.engine.connect() as connection:
            yield connection

    def revision(self, connection: Connection) -> Revision:
        """The revision that this connection sees."""
        row = connection.execute(_REVISION).one()
        return Revision(row.revision, row.snapshot)

    def heads(self) -> list[PolicyHead]:
        """Every policy without its text, by source file."""
        with self.reading() as connection:
            return list(self.heads_on(connection).values())

    def names(self) -> Names:
        """What the policies are called."""
        with self.reading() as connection:
            return self._remember(connection).names

    def head(self, policy_id: str) -> PolicyHead:
        """One policy without its text.

        Raises:
            PolicyNotFound: if there is none with this id.
        """
        with self.reading() as connection:
            return _known(policy_id, self.heads_on(connection))

    def policy(self, policy_id: str) -> Policy:
        """One policy with all its clauses.

        Raises:
            PolicyNotFound: if there is none with this id.
        """
        with self.reading() as connection:
            remembered = self._remember(connection)
            head = _known(policy_id, remembered.heads)
            with self._lock:
                if policy_id not in remembered.policies:
                    text, clauses = _load_clauses(connection, head, _CLAUSES_OF)
                    remembered.policies[policy_id] = Policy(
                        head.id, head.source_file, head.sha256, text, head.card, clauses
                    )
                    while len(remembered.policies) > _KEPT:
                        remembered.policies.popitem(last=False)
                remembered.policies.move_to_end(policy_id)
                return remembered.policies[policy_id]

    def clause(self, clause_id: str) -> Clause:
        """One clause.

        Raises:
            ClauseNotFound: if there is none with this id.
        """
        if found := self.clauses([clause_id]):
            return found[0]
        raise ClauseNotFound(
            f"没有编号为 {clause_id!r} 的条款。", hint="条款的编号见检索结果或政策的条款列表。"
        )

    def clauses(self, ids: Sequence[str]) -> list[Clause]:
        """The clauses with these ids, in this order; unknown ids are left out."""
        with self.reading() as connection:
            return self.clauses_on(connection, ids)

    def clauses_on(self, connection: Connection, ids: Sequence[str]) -> list[Clause]:
        """The same, on a connection that is open."""
        read = connection.execute(_CLAUSES_BY_ID, {"ids": list(ids)})
        found = {row.id: rows.clause(row, row.text) for row in read}
        return [found[clause_id] for clause_id in ids if clause_id in found]

    def heads_on(self, connection: Connection) -> Mapping[str, PolicyHead]:
        """Policy id → head, by source file, on a connection that is open."""
        return self._remember(connection).heads

    def scope_on(self, connection: Connection) -> Scope:
        """Which policies pass which filter, on a connection that is open."""
        return self._remember(connection).scope

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def _remember(self, connection: Connection) -> _Remembered:
        """What is remembered of the revision that this connection sees."""
        number, day = self.revision(connection).number, self._today()
        with self._lock:
            if (self._remembered.number, self._remembered.day) != (number, day):
                read = in_time(_heads(connection), day)
                heads = {head.id: head for head in read}
                self._remembered = _Remembered(number, day, heads, Names(read), Scope(heads))
            return self._remembered


class Writer:
    """One ingest's hold on the library: everything in one transaction, seen when it commits."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def known(self) -> dict[str, tuple[str, str]]:
        """Source file → SHA-256 and name of the policy that the library has from it."""
        columns = (POLICIES.c.source_file, POLICIES.c.sha256, POLICIES.c.name)
        found = self.connection.execute(select(*columns))
        return {row.source_file: (row.sha256, row.name) for row in found}

    def put(self, policy: Policy) -> None:
        """Add a policy, or replace the one with the same id."""
        self.connection.execute(delete(POLICIES).where(POLICIES.c.id == policy.id))
        self.connection.execute(
            insert(POLICIES).values(
                id=policy.id,
                source_file=policy.source_file,
                sha256=policy.sha256,
                name=policy.name,
                card=rows.card_values(policy.card),
                text=policy.text,
            )
        )
        values = [rows.clause_values(clause, at) for at, clause in enumerate(policy.clauses)]
        if values:
            self.connection.execute(insert(CLAUSES), values)

    def correct(self, policy_id: str, said: Mapping[str, Sequence[str] | None]) -> None:
        """Say what fields of a policy's card are, see `index.corrections.keep`.

        Raises:
            PolicyNotFound: if there is none with this id.
        """
        head = _known(policy_id, {head.id: head for head in self.heads()})
        corrections.keep(self.connection, head.source_file, said)

    def remove(self, policy_ids: Sequence[str]) -> None:
        """Remove policies."""
        self.connection.execute(delete(POLICIES).where(POLICIES.c.id.in_(policy_ids)))

    def heads(self) -> list[PolicyHead]:
        """Every policy there is now, without its text, by source file."""
        return _heads(self.connection)

    def text(self, policy_id: str) -> str:
        """The text of a policy."""
        text: str = self.connection.execute(_TEXT, {"id": policy_id}).scalar_one()
        return text

    def units(self, head: PolicyHead) -> tuple[Clause, ...]:
        """The unit clauses of a policy by place: what is to be indexed of it."""
        return _load_clauses(self.connection, head, _UNITS_OF)[1]

    def counts(self) -> tuple[int, int]:
        """How many policies there are, and how many unit clauses."""
        policies = select(func.count()).select_from(POLICIES).scalar_subquery()
        units = select(func.count()).select_from(CLAUSES).where(CLAUSES.c.unit).scalar_subquery()
        counted = self.connection.execute(select(policies, units)).one()
        return counted[0], counted[1]

    def publish(self, snapshot: str) -> None:
        """Name the index that belongs to the new state."""
        self.connection.execute(update(PUBLISHED).values(snapshot=snapshot))

    def abandon(self) -> None:
        """Leave the library as it was, its revision too."""
        self.connection.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[tuple[Writer, Revision]]:
    """Hold the library for one ingest; what it wrote is seen by all when the block ends well.

    Yields:
        the writer, and the revision that its transaction will make.

    Raises:
        IngestConflict: if another ingest holds it.
    """
    with available(), to_write(engine).connect() as connection:
        with in_turn():
            # The lock is taken before anything is read.
            connection.execute(select(PUBLISHED.c.id).with_for_update(nowait=True))
            connection.execute(update(PUBLISHED).values(revision=PUBLISHED.c.revision + 1))
        row = connection.execute(_REVISION).one()
        yield Writer(connection), Revision(row.revision, row.snapshot)
        connection.commit()


def _heads(connection: Connection) -> list[PolicyHead]:
    """Every policy, by source file, with its corrections."""
    return corrections.laid_over(connection, map(rows.head, connection.execute(_HEADS)))


def _known(policy_id: str, heads: Mapping[str, PolicyHead]) -> PolicyHead:
    if head := heads.get(policy_id):
        return head
    raise PolicyNotFound(f"没有编号为 {policy_id!r} 的政策。", hint="可用的编号见政策列表。")


def _load_clauses(
    connection: Connection, head: PolicyHead, wanted: Select[*tuple[Any, ...]]
) -> tuple[str, tuple[Clause, ...]]:
    """The text of a policy, and the clauses of it that `wanted` selects."""
    text: str = connection.execute(_TEXT, {"id": head.id}).scalar_one()
    found = connection.execute(wanted, {"id": head.id})
    return text, tuple(rows.clause(row, text[row.start : row.end]) for row in found)


_REVISION = select(PUBLISHED.c.revision, PUBLISHED.c.snapshot)
_HEADS = select(
    POLICIES.c.id, POLICIES.c.source_file, POLICIES.c.sha256, POLICIES.c.name, POLICIES.c.card
).order_by(POLICIES.c.source_file)
_TEXT = select(POLICIES.c.text).where(POLICIES.c.id == bindparam("id"))
_CLAUSES_OF = (
    select(CLAUSES).where(CLAUSES.c.policy_id == bindparam("id")).order_by(CLAUSES.c.ordinal)
)
_UNITS_OF = _CLAUSES_OF.where(CLAUSES.c.unit)
_CLAUSES_BY_ID = (
    select(
        CLAUSES,
        func.substr(POLICIES.c.text, CLAUSES.c.start + 1, CLAUSES.c.end - CLAUSES.c.start).label(
            "text"
        ),
    )
    .join(POLICIES)
    .where(CLAUSES.c.id.in_(bindparam("ids", expanding=True)))
)
