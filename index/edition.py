"""The library at one revision: whatever is read of an edition belongs together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlalchemy.exc import NoResultFound

from index import corrections, rows
from index.clause import Clause, Policy, PolicyHead
from index.database import driven
from index.errors import ClauseNotFound, PolicyNotFound
from index.filters import Scope
from index.names import Names
from index.recent import Recent
from index.tables import CLAUSES, POLICIES, PUBLISHED
from index.timeline import in_time

_POLICIES, _CLAUSES = 64, 4096
"""Whole policies and single clauses kept in memory."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The state of the library that readers see.

    Attributes:
        snapshot: name of the index that belongs to it; "" before the first ingest.
    """

    number: int
    snapshot: str


class Policies(Protocol):
    """Where policies are read: an edition, or the library, which may be newer at each call."""

    def heads(self) -> Sequence[PolicyHead]:
        """Every policy without its text, by source file."""

    def names(self) -> Names:
        """What the policies are called."""

    def head(self, policy_id: str) -> PolicyHead:
        """One policy without its text.

        Raises:
            PolicyNotFound: if there is none with this id.
        """

    def policy(self, policy_id: str) -> Policy:
        """One policy with all its clauses.

        Raises:
            PolicyNotFound: if there is none with this id.
        """

    def clauses(self, ids: Sequence[str]) -> list[Clause]:
        """The clauses with these ids, in this order; unknown ids are left out."""


class Memory:
    """What was read of one revision on one day; never mixed with that of another.

    Args:
        read: every policy, by source file, as of the day.
    """

    def __init__(self, revision: Revision, day: str, read: Sequence[PolicyHead]) -> None:
        self.revision = revision
        self.day = day
        self.heads = {head.id: head for head in read}
        self.names = Names(read)
        self.scope = Scope(self.heads)
        self.policies: Recent[str, Policy] = Recent(_POLICIES)
        self.clauses: Recent[str, Clause] = Recent(_CLAUSES)

    @classmethod
    def of(cls, connection: Connection, revision: Revision, day: str) -> "Memory":
        """What a connection that sees `revision` reads of all policies."""
        return cls(revision, day, in_time(read_heads(connection), day))


class Edition:
    """Reads one revision, on a connection that sees no other, and remembers it for others.

    Args:
        connection: open as long as the edition is read.
        memory: of the revision that the connection sees.
    """

    def __init__(self, connection: Connection, memory: Memory) -> None:
        self._connection = connection
        self._memory = memory

    @property
    def revision(self) -> Revision:
        """Which it is."""
        return self._memory.revision

    @property
    def day(self) -> str:
        """The day as of which policies are in force, ISO 8601."""
        return self._memory.day

    @property
    def scope(self) -> Scope:
        """Which policies pass which filter."""
        return self._memory.scope

    def heads(self) -> list[PolicyHead]:
        """See `Policies`."""
        return list(self._memory.heads.values())

    def names(self) -> Names:
        """See `Policies`."""
        return self._memory.names

    def head(self, policy_id: str) -> PolicyHead:
        """See `Policies`."""
        return known(policy_id, self._memory.heads)

    def policy(self, policy_id: str) -> Policy:
        """See `Policies`."""
        head = self.head(policy_id)
        if kept := self._memory.policies.get(policy_id):
            return kept
        text, clauses = read_clauses(self._connection, head, CLAUSES_OF)
        read = Policy(head.id, head.source_file, head.sha256, text, head.card, clauses)
        self._memory.policies.keep({policy_id: read})
        return read

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
        """See `Policies`."""
        found = self._memory.clauses.found(ids)
        if missing := [each for each in ids if each not in found]:
            read = self._connection.execute(_CLAUSES_BY_ID, {"ids": missing})
            new = {row.id: rows.clause(row, row.text) for row in read}
            self._memory.clauses.keep(new)
            found |= new
        return [found[each] for each in ids if each in found]


def revision_of(connection: Connection) -> Revision:
    """The revision that a connection sees."""
    with driven(connection) as cursor:
        if row := cursor.execute(_REVISION).fetchone():
            return Revision(*row)
    raise NoResultFound("no revision is published")


def read_heads(connection: Connection) -> list[PolicyHead]:
    """Every policy, by source file, with its corrections."""
    return corrections.laid_over(connection, map(rows.head, connection.execute(_HEADS)))


def known(policy_id: str, heads: Mapping[str, PolicyHead]) -> PolicyHead:
    """The policy with this id.

    Raises:
        PolicyNotFound: if there is none.
    """
    if head := heads.get(policy_id):
        return head
    raise PolicyNotFound(f"没有编号为 {policy_id!r} 的政策。", hint="可用的编号见政策列表。")


def read_clauses(
    connection: Connection, head: PolicyHead, wanted: Select[*tuple[Any, ...]]
) -> tuple[str, tuple[Clause, ...]]:
    """The text of a policy, and the clauses of it that `wanted` selects."""
    text: str = connection.execute(TEXT, {"id": head.id}).scalar_one()
    found = connection.execute(wanted, {"id": head.id})
    return text, tuple(rows.clause(row, text[row.start : row.end]) for row in found)


_REVISION = str(select(PUBLISHED.c.revision, PUBLISHED.c.snapshot))
_HEADS = select(
    POLICIES.c.id, POLICIES.c.source_file, POLICIES.c.sha256, POLICIES.c.name, POLICIES.c.card
).order_by(POLICIES.c.source_file)
TEXT = select(POLICIES.c.text).where(POLICIES.c.id == bindparam("id"))
CLAUSES_OF = (
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
