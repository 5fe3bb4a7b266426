"""Candidates from files on this machine: tantivy for full text, FAISS for vectors."""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from threading import BoundedSemaphore

import numpy as np

from index.candidates import Candidates, Entry, Standing, Wanted
from index.candidates.entries import Entries, Rows, read, rows_of
from index.coverage import Coverage, CoverageBuilder
from index.dense import Dense, DenseBuilder
from index.embedders import Vectors
from index.filters import Filters
from index.lexical import LEFT_OUT, LEFT_OUT_BESIDE_VECTORS, Lexical, LexicalBuilder

_LEXICAL, _COVERAGE, _DENSE = "lexical", "coverage", "dense.faiss"

_WASTE = 0.2
"""Share of dead entries that full text may carry along; with more, an index is built anew.

They take up room, and their lengths still count in the mean that BM25 compares lengths with.
"""


class LocalBuilder:
    """Writes a candidate index into an empty folder; see `Backend.builder`."""

    def __init__(
        self, folder: Path, dim: int, earlier: Path | None = None, gone: Collection[str] = ()
    ) -> None:
        self._folder = folder
        self._dense = DenseBuilder(dim)
        self._entries = Entries()
        self._coverage = CoverageBuilder(folder / _COVERAGE)
        if earlier:
            self._entries, kept = read(earlier).without(gone)
            self._dense.add(Dense(earlier / _DENSE).all()[kept])
            self._coverage.begin_with(Coverage(earlier / _COVERAGE), kept)
        self._lexical = LexicalBuilder(folder / _LEXICAL, earlier and earlier / _LEXICAL, gone)

    def __len__(self) -> int:
        return len(self._entries.clause_ids)

    def add(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Add a batch; the entries of one policy follow each other."""
        self._dense.add(vectors)
        for entry in entries:
            key = self._entries.add(entry.clause_id, entry.policy_id)
            self._entries.standings[entry.policy_id] = entry.standing
            self._lexical.add(key, entry.policy_id, entry.tokens)
            self._coverage.add(entry.tokens)

    def rate(self, standings: Mapping[str, Standing]) -> None:
        """Set what is known of policies, which changes as others come and go."""
        self._entries.standings.update(standings)

    def finish(self) -> None:
        """Write everything that `LocalIndex` reads."""
        self._lexical.finish()
        self._coverage.finish()
        self._dense.finish(self._folder / _DENSE)
        self._entries.write(self._folder)


def replace_vectors(folder: Path, dim: int, parts: Iterable[Vectors]) -> None:
    """Give an index other vectors, those of its entries in their order, in parts."""
    builder = DenseBuilder(dim)
    for vectors in parts:
        builder.add(vectors)
    builder.finish(folder / _DENSE)


class LocalIndex:
    """The candidate index in a folder.

    Raises:
        IndexDamaged: if a part is missing or unreadable.
    """

    def __init__(self, folder: Path) -> None:
        entries = read(folder)
        self._clause_ids = np.array(entries.clause_ids, dtype=object)
        self._keys, self._spans = entries.keys(), entries.spans()
        self._cited, self._regional = entries.by_row()
        self._lexical = Lexical(folder / _LEXICAL)
        self._coverage = Coverage(folder / _COVERAGE)
        self._dense = Dense(folder / _DENSE)
        # More at a time than there are cores would only push each other out of the caches.
        self._cores = BoundedSemaphore(len(os.sched_getaffinity(0)))

    def find(self, wanted: Wanted, k: int, filters: Filters) -> Candidates:
        """The union of the k best by full text and the k best by vector."""
        with self._cores:
            return self._found(wanted, k, filters)

    def _found(self, wanted: Wanted, k: int, filters: Filters) -> Candidates:
        weights = self._lexical.weights(wanted.tokens)
        related = wanted.beside(self._lexical.weights(wanted.related), weights)
        left_out = LEFT_OUT_BESIDE_VECTORS if wanted.has_vector else LEFT_OUT
        keys = self._lexical.find(weights, related, k, filters.policy_ids, left_out)
        holding = np.searchsorted(self._keys, keys)
        rows, cosines = self._near(wanted, holding, k, filters)
        coverage = self._coverage.of(weights, related, rows)
        return Candidates(
            self._clause_ids[rows],
            coverage.astype(np.float64),
            cosines.astype(np.float64),
            self._cited[rows],
            self._regional[rows],
        )

    def frequency(self, token: str) -> int:
        """How many entries hold a token, those counted that went since full text was tidied."""
        # Most that are asked about are spellings that stand nowhere: full text need not look.
        return self._lexical.frequency(token) if token in self._coverage.vocabulary else 0

    def _near(
        self, wanted: Wanted, holding: Rows, k: int, filters: Filters
    ) -> tuple[Rows, Vectors]:
        """The k nearest rows and these, with their cosines."""
        if not wanted.has_vector:
            return holding, np.zeros(len(holding), dtype=np.float32)
        among = rows_of(filters.policy_ids, self._spans) if filters.policy_ids else None
        rows, cosines = self._dense.find(wanted.vector, k, among)
        near = set(rows.tolist())
        unseen = np.array([row for row in holding.tolist() if row not in near], dtype=np.int64)
        more = self._dense.scores(wanted.vector, unseen)
        return np.concatenate([rows, unseen]), np.concatenate([cosines, more])


class Local:
    """Indexes that are files in their folders."""

    name = "local"

    def open(self, folder: Path) -> LocalIndex:
        """The index in a folder.

        Raises:
            IndexDamaged: if a part is missing or unreadable.
        """
        return LocalIndex(folder)

    def builder(
        self, folder: Path, dim: int, earlier: Path | None = None, gone: Collection[str] = ()
    ) -> LocalBuilder:
        """What writes an index into an empty folder."""
        return LocalBuilder(folder, dim, earlier, gone)

    def worth_beginning_with(self, earlier: Path, gone: Collection[str]) -> bool:
        """Whether an index without the policies `gone` had better begin with an earlier one."""
        entries = read(earlier)
        left = entries.without(gone)[0].clause_ids
        return len(left) >= (1 - _WASTE) * entries.next_key

    def tidy(self, kept: Sequence[Path]) -> None:
        """Nothing is left: it went with its folder."""


LOCAL = Local()
