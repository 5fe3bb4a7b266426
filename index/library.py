"""Policies and clauses in the database: read by many, written by one ingest at a time."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import OperationalError

from index.clause import Card, Clause, Found, Kind, Policy, PolicyHead, Span
from index.database import CLAUSES, POLICIES, PUBLISHED, available
from index.errors import ClauseNotFound, IngestConflict, PolicyNotFound

_KEPT = 64
"""Whole policies kept in memory."""
_CARD_LISTS = ("issuers", "addressees")
_CARD_VALUES = ("title", "number", "issued", "published", "url", "collected")


@dataclass(frozen=True, slots=True)
class Revision:
    """The state of the library that readers see.

    Attributes:
        snapshot: name of the index that belongs to it; "" before the first ingest.
    """

    number: int
    snapshot: str


class Library:
    """The policies of one database, read from many threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = Lock()
        self._seen = -1
        self._heads: dict[str, PolicyHead] = {}
        self._policies: OrderedDict[str, Policy] = OrderedDict()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on which everything read belongs to one revision."""
        with available(), self.engine.connect() as connection:
            self._refresh(connection)
            yield connection

    def revision(self, connection: Connection) -> Revision:
        """The revision that this connection sees."""
        row = connection.execute(_REVISION).one()
        return Revision(row.revision, row.snapshot)

    def heads(self) -> list[PolicyHead]:
        """Every policy without its text, by source file."""
        with self.reading():
            return list(self._heads.values())

    def head(self, policy_id: str) -> PolicyHead:
        """One policy without its text.

        Raises:
            PolicyNotFound: if there is none with this id.
        """
        with self.reading():
            if head := self._heads.get(policy_id):
                return head
        raise PolicyNotFound(f"没有编号为 {policy_id!r} 的政策。", hint="可用的编号见政策列表。")

    def policy(self, policy_id: str) -> Policy:
        """One policy with all its clauses.

        Raises:
            PolicyNotFound: if there is none with this id.
        """
        head = self.head(policy_id)
        with self.reading() as connection, self._lock:
            if policy_id not in self._policies:
                self._policies[policy_id] = _load_policy(connection, head)
                while len(self._policies) > _KEPT:
                    self._policies.popitem(last=False)
            self._policies.move_to_end(policy_id)
            return self._policies[policy_id]

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
        rows = connection.execute(_CLAUSES_BY_ID, {"ids": list(ids)})
        found = {row.id: _clause(row, row.text) for row in rows}
        return [found[clause_id] for clause_id in ids if clause_id in found]

    def head_on(self, policy_id: str) -> PolicyHead | None:
        """The head of a policy, as of the revision last read."""
        return self._heads.get(policy_id)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def _refresh(self, connection: Connection) -> None:
        number = self.revision(connection).number
        if number == self._seen:
            return
        with self._lock:
            rows = connection.execute(_HEADS)
            self._heads = {row.id: _head(row) for row in rows}
            self._policies.clear()
            self._seen = number


class Writer:
    """One ingest's hold on the library: everything in one transaction, seen when it commits."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def known(self) -> dict[str, tuple[str, str]]:
        """Source file → SHA-256 and name of the policy that the library has from it."""
        columns = (POLICIES.c.source_file, POLICIES.c.sha256, POLICIES.c.name)
        rows = self.connection.execute(select(*columns))
        return {row.source_file: (row.sha256, row.name) for row in rows}

    def put(self, policy: Policy) -> None:
        """Add a policy, or replace the one with the same id."""
        self.connection.execute(delete(POLICIES).where(POLICIES.c.id == policy.id))
        self.connection.execute(
            insert(POLICIES).values(
                id=policy.id,
                source_file=policy.source_file,
                sha256=policy.sha256,
                name=policy.name,
                card=_card_values(policy.card),
                text=policy.text,
            )
        )
        if rows := [_clause_values(clause, at) for at, clause in enumerate(policy.clauses)]:
            self.connection.execute(insert(CLAUSES), rows)

    def policies(self) -> Iterator[tuple[PolicyHead, Policy]]:
        """Every policy there is now, by source file."""
        for row in self.connection.execute(_HEADS).all():
            head = _head(row)
            yield head, _load_policy(self.connection, head)

    def counts(self) -> tuple[int, int]:
        """How many policies there are, and how many unit clauses."""
        policies = select(func.count()).select_from(POLICIES).scalar_subquery()
        units = select(func.count()).select_from(CLAUSES).where(CLAUSES.c.unit).scalar_subquery()
        counted = self.connection.execute(select(policies, units)).one()
        return counted[0], counted[1]

    def publish(self, snapshot: str) -> None:
        """Name the index that belongs to the new state."""
        self.connection.execute(update(PUBLISHED).values(snapshot=snapshot))


@contextmanager
def writing(engine: Engine) -> Iterator[tuple[Writer, Revision]]:
    """Hold the library for one ingest; what it wrote is seen by all when the block ends well.

    Yields:
        the writer, and the revision that its transaction will make.

    Raises:
        IngestConflict: if another ingest holds it.
    """
    with available(), engine.connect() as connection:
        try:
            # The first statement writes, so that the lock is taken before anything is read.
            connection.execute(update(PUBLISHED).values(revision=PUBLISHED.c.revision + 1))
        except OperationalError as error:
            raise IngestConflict(
                "另一个导入任务正在进行。",
                kept="本次没有改动任何内容。",
                hint="请等待它完成后再试。",
            ) from error
        row = connection.execute(_REVISION).one()
        yield Writer(connection), Revision(row.revision, row.snapshot)
        connection.commit()


def _load_policy(connection: Connection, head: PolicyHead) -> Policy:
    text: str = connection.execute(_TEXT, {"id": head.id}).scalar_one()
    rows = connection.execute(_CLAUSES_OF, {"id": head.id})
    clauses = tuple(_clause(row, text[row.start : row.end]) for row in rows)
    return Policy(head.id, head.source_file, head.sha256, text, head.card, clauses)


def _clause(row: Row[*tuple[Any, ...]], text: str) -> Clause:
    policy_id, *path = row.id.split(".")
    return Clause(
        id=row.id,
        policy_id=policy_id,
        kind=Kind(row.kind),
        number=row.number,
        title=row.title,
        path=tuple(path),
        trail=tuple(row.trail.split("\n")),
        reference=row.reference,
        text=text,
        span=Span(row.start, row.end),
        own=Span(row.start, row.own_end),
        parent=row.id.rpartition(".")[0] if len(path) > 1 else None,
        unit=row.unit,
    )


def _clause_values(clause: Clause, ordinal: int) -> dict[str, Any]:
    return {
        "id": clause.id,
        "policy_id": clause.policy_id,
        "ordinal": ordinal,
        "kind": clause.kind.value,
        "number": clause.number,
        "title": clause.title,
        "trail": "\n".join(clause.trail),
        "reference": clause.reference,
        "start": clause.span.start,
        "end": clause.span.end,
        "own_end": clause.own.end,
        "unit": clause.unit,
    }


def _head(row: Row[*tuple[Any, ...]]) -> PolicyHead:
    return PolicyHead(row.id, row.source_file, row.sha256, row.name, _card(row.card))


def _card(values: dict[str, Any]) -> Card:
    single = {key: _found(values[key]) for key in _CARD_VALUES if values[key]}
    lists = {key: tuple(map(_found, values[key])) for key in _CARD_LISTS}
    return Card(**single, **lists)  # type: ignore[arg-type]


def _card_values(card: Card) -> dict[str, Any]:
    single = {key: _flat([getattr(card, key)]) for key in _CARD_VALUES}
    return {key: value[0] if value else None for key, value in single.items()} | {
        key: _flat(getattr(card, key)) for key in _CARD_LISTS
    }


def _found(value: Sequence[Any]) -> Found[str]:
    return Found(value[0], Span(value[1], value[2]))


def _flat(found: Iterable[Found[str] | None]) -> list[tuple[str, int, int]]:
    return [(f.value, f.span.start, f.span.end) for f in found if f]


_REVISION = select(PUBLISHED.c.revision, PUBLISHED.c.snapshot)
_HEADS = select(
    POLICIES.c.id, POLICIES.c.source_file, POLICIES.c.sha256, POLICIES.c.name, POLICIES.c.card
).order_by(POLICIES.c.source_file)
_TEXT = select(POLICIES.c.text).where(POLICIES.c.id == bindparam("id"))
_CLAUSES_OF = (
    select(CLAUSES).where(CLAUSES.c.policy_id == bindparam("id")).order_by(CLAUSES.c.ordinal)
)
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
