"""Which clause each row of a local index is, and by which key full text knows it.

Rows are places in a list: they close up when policies go. Keys are never given twice while an
index grows, so full text can keep its entries where they are and mark some as gone.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass, field
from itertools import accumulate, compress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.candidates import Standing
from index.errors import IndexDamaged

Rows = NDArray[np.int64]

_FILE = "entries.json"


@dataclass(slots=True)
class Entries:
    """The entries of an index in row order, those of one policy together.

    Attributes:
        clause_ids: one a row.
        policies: id → key of its first entry and number of entries, in row order.
        standings: id → what is known of the policy.
        next_key: what the next entry is called; as many were ever called something.
    """

    clause_ids: list[str] = field(default_factory=list)
    policies: dict[str, tuple[int, int]] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)
    next_key: int = 0

    def add(self, clause_id: str, policy_id: str) -> int:
        """Add a row at the end; its key."""
        key = self.next_key
        first, count = self.policies.get(policy_id, (key, 0))
        self.policies[policy_id] = (first, count + 1)
        self.clause_ids.append(clause_id)
        self.next_key += 1
        return key

    def keys(self) -> Rows:
        """The key of each row, growing from row to row, int64 [rows]."""
        return _joined((first, first + count) for first, count in self.policies.values())

    def spans(self) -> dict[str, tuple[int, int]]:
        """Policy id → its first row and the row after its last."""
        ends = accumulate(count for _, count in self.policies.values())
        counted = zip(self.policies.items(), ends, strict=True)
        return {policy_id: (end - count, end) for (policy_id, (_, count)), end in counted}

    def by_row(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """The standing of each row's policy: how much it is cited, and whether it is regional."""
        told = [self.standings[policy_id] for policy_id in self.policies]
        counts = [count for _, count in self.policies.values()]
        cited = np.array([each.cited for each in told], dtype=np.float64)
        regional = np.array([each.regional for each in told], dtype=bool)
        return np.repeat(cited, counts), np.repeat(regional, counts)

    def without(self, gone: Collection[str]) -> tuple["Entries", NDArray[np.bool_]]:
        """The entries that are left when these policies go, and which rows those are."""
        kept = np.ones(len(self.clause_ids), dtype=bool)
        kept[rows_of(gone, self.spans())] = False
        left = {key: keys for key, keys in self.policies.items() if key not in gone}
        standings = {key: told for key, told in self.standings.items() if key not in gone}
        ids = list(compress(self.clause_ids, kept))
        return Entries(ids, left, standings, self.next_key), kept

    def write(self, folder: Path) -> None:
        """Write them into a folder."""
        listed = {
            "clauses": self.clause_ids,
            "policies": self.policies,
            "standings": {key: astuple(told) for key, told in self.standings.items()},
            "next_key": self.next_key,
        }
        (folder / _FILE).write_text(json.dumps(listed), encoding="utf-8")


def read(folder: Path) -> Entries:
    """The entries in a folder.

    Raises:
        IndexDamaged: if they are missing or unreadable.
    """
    try:
        listed = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexDamaged(
            f"{folder / _FILE}：无法读取", hint="请运行 chatbot ingest --rebuild 重建索引。"
        ) from error
    standings = {key: Standing(*told) for key, told in listed["standings"].items()}
    return Entries(listed["clauses"], listed["policies"], standings, listed["next_key"])


def rows_of(policy_ids: Iterable[str], spans: Mapping[str, tuple[int, int]]) -> Rows:
    """The rows of these policies, int64; unknown ids have none."""
    return _joined(spans[policy_id] for policy_id in policy_ids if policy_id in spans)


def _joined(ranges: Iterable[tuple[int, int]]) -> Rows:
    """The numbers of these ranges, one range after the other."""
    parts = [np.arange(start, end, dtype=np.int64) for start, end in ranges]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
