"""What a job changed in the library, noted in the same transaction, so that it can be undone.

A policy is kept as the rows that it had, whatever columns the tables have.
"""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select

from index.clause import Policy
from index.tables import CHANGES, CLAUSES, POLICIES


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one policy.

    Attributes:
        before: SHA-256 of the file that it was read from before; None if it was not there.
        after: the same afterwards; None if it went.
    """

    policy_id: str
    source_file: str
    before: str | None
    after: str | None

    @classmethod
    def to(cls, policy: Policy, known: Mapping[str, tuple[str, str]]) -> "Change":
        """A policy is put into a library that has what is `known`, see `Writer.known`."""
        before = known[policy.source_file][0] if policy.source_file in known else None
        return cls(policy.id, policy.source_file, before, policy.sha256)

    def reversed(self) -> "Change":
        """What undoes it."""
        return Change(self.policy_id, self.source_file, self.after, self.before)


class Changes:
    """The changes of one job, on the connection of whoever makes them.

    Args:
        job: without a name, nothing is kept.
    """

    def __init__(self, connection: Connection, job: str) -> None:
        self._connection = connection
        self._job = job

    def note(self, changes: Sequence[Change]) -> None:
        """Keep what policies are, before these changes are made."""
        if not (self._job and changes):
            return
        rows = [
            {
                "job": self._job,
                "policy_id": change.policy_id,
                "source_file": change.source_file,
                "before": _kept(self._connection, change.policy_id),
                "after": change.after,
            }
            for change in changes
        ]
        self._connection.execute(insert(CHANGES), rows)

    def all(self) -> list[Change]:
        """What was noted, by source file."""
        return [
            Change(
                row.policy_id,
                row.source_file,
                _opened(row.before)["policy"]["sha256"] if row.before else None,
                row.after,
            )
            for row in self._connection.execute(self._rows())
        ]

    def put_back(self, policy_ids: Iterable[str]) -> None:
        """Make these policies what they were before the job."""
        wanted = set(policy_ids)
        for row in self._connection.execute(self._rows()).all():
            if row.policy_id not in wanted:
                continue
            self._connection.execute(delete(POLICIES).where(POLICIES.c.id == row.policy_id))
            if row.before:
                before = _opened(row.before)
                self._connection.execute(insert(POLICIES).values(**before["policy"]))
                if before["clauses"]:
                    self._connection.execute(insert(CLAUSES), before["clauses"])

    def _rows(self) -> Select[*tuple[Any, ...]]:
        return select(CHANGES).where(CHANGES.c.job == self._job).order_by(CHANGES.c.source_file)


def forget(connection: Connection, jobs: Sequence[str]) -> None:
    """Let go of what was before these jobs; they cannot be undone any more."""
    connection.execute(delete(CHANGES).where(CHANGES.c.job.in_(jobs)))


def _kept(connection: Connection, policy_id: str) -> bytes | None:
    """A policy as it is, as bytes; None if it is not there."""
    policy = connection.execute(select(POLICIES).where(POLICIES.c.id == policy_id)).first()
    if policy is None:
        return None
    clauses = connection.execute(select(CLAUSES).where(CLAUSES.c.policy_id == policy_id))
    rows = {"policy": policy._asdict(), "clauses": [row._asdict() for row in clauses]}
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode())


def _opened(kept: bytes) -> dict[str, Any]:
    rows: dict[str, Any] = json.loads(zlib.decompress(kept))
    return rows
