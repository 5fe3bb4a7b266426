"""Policies and clauses in the database: read by many, written by one ingest at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from index import corrections, rows
from index.clause import Clause, Policy, PolicyHead
from index.database import at_length, available, in_turn, to_write
from index.edition import (
    CLAUSES_OF,
    TEXT,
    Edition,
    Memory,
    Revision,
    known,
    read_clauses,
    read_heads,
    revision_of,
)
from index.names import Names
from index.tables import CLAUSES, POLICIES, PUBLISHED
from index.validity import today


class Library:
    """The policies of one database, read from many threads.

    Each call reads the newest revision. What has to belong together is read of one `edition`.

    Args:
        engine: over the database.
        today: which day it is, ISO 8601: the validity of the policies is that of this day.
    """

    def __init__(self, engine: Engine, today: Callable[[], str] = today) -> None:
        self.engine = engine
        self._today = today
        self._lock = Lock()
        self._memory: Memory | None = None

    @contextmanager
    def edition(self) -> Iterator[Edition]:
        """The newest revision; it stays the same for the block, whatever is published meanwhile.

        It has a connection of its own: nothing slow belongs into the block.
        """
        with available(), self.engine.connect() as connection:
            yield Edition(connection, self._remembered(connection))

    def revision(self) -> Revision:
        """The newest revision; no policy is read."""
        with available(), self.engine.connect() as connection:
            return revision_of(connection)

    def heads(self) -> list[PolicyHead]:
        """Every policy without its text, by source file."""
        with self.edition() as edition:
            return edition.heads()

    def names(self) -> Names:
        """What the policies are called."""
        with self.edition() as edition:
            return edition.names()

    def head(self, policy_id: str) -> PolicyHead:
        """One policy without its text.

        Raises:
            PolicyNotFound: if there is none with this id.
        """
        with self.edition() as edition:
            return edition.head(policy_id)

    def policy(self, policy_id: str) -> Policy:
        """One policy with all its clauses.

        Raises:
            PolicyNotFound: if there is none with this id.
        """
        with self.edition() as edition:
            return edition.policy(policy_id)

    def clause(self, clause_id: str) -> Clause:
        """One clause.

        Raises:
            ClauseNotFound: if there is none with this id.
        """
        with self.edition() as edition:
            return edition.clause(clause_id)

    def clauses(self, ids: Sequence[str]) -> list[Clause]:
        """The clauses with these ids, in this order; unknown ids are left out."""
        with self.edition() as edition:
            return edition.clauses(ids)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def _remembered(self, connection: Connection) -> Memory:
        """What is remembered of the revision that this connection sees."""
        seen, day = revision_of(connection), self._today()
        with self._lock:
            if self._memory is None or (self._memory.revision, self._memory.day) != (seen, day):
                self._memory = Memory.of(connection, seen, day)
            return self._memory


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
        head = known(policy_id, {head.id: head for head in self.heads()})
        corrections.keep(self.connection, head.source_file, said)

    def remove(self, policy_ids: Sequence[str]) -> None:
        """Remove policies."""
        self.connection.execute(delete(POLICIES).where(POLICIES.c.id.in_(policy_ids)))

    def heads(self) -> list[PolicyHead]:
        """Every policy there is now, without its text, by source file."""
        return read_heads(self.connection)

    def text(self, policy_id: str) -> str:
        """The text of a policy."""
        text: str = self.connection.execute(TEXT, {"id": policy_id}).scalar_one()
        return text

    def units(self, head: PolicyHead) -> tuple[Clause, ...]:
        """The unit clauses of a policy by place: what is to be indexed of it."""
        return read_clauses(self.connection, head, _UNITS_OF)[1]

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
    with available(), at_length(to_write(engine)).connect() as connection:
        with in_turn():
            # The lock is taken before anything is read.
            connection.execute(select(PUBLISHED.c.id).with_for_update(nowait=True))
            connection.execute(update(PUBLISHED).values(revision=PUBLISHED.c.revision + 1))
        yield Writer(connection), revision_of(connection)
        connection.commit()


_UNITS_OF = CLAUSES_OF.where(CLAUSES.c.unit)
