"""Candidates from files on this machine: tantivy for full text, FAISS for vectors."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from index.candidates import Candidate, Entry, Standing, Wanted
from index.candidates.entries import Entries, read, rows_of
from index.coverage import Coverage, CoverageBuilder
from index.dense import Dense, DenseBuilder
from index.embedders import Vectors
from index.filters import Filters
from index.lexical import Lexical, LexicalBuilder

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
        self._entries = read(folder)
        self._keys, self._spans = self._entries.keys(), self._entries.spans()
        self._standings = self._entries.by_row()
        self._lexical = Lexical(folder / _LEXICAL)
        self._coverage = Coverage(folder / _COVERAGE)
        self._dense = Dense(folder / _DENSE)

    def find(self, wanted: Wanted, k: int, filters: Filters) -> list[Candidate]:
        """The union of the k best by full text and the k best by vector."""
        weights = self._lexical.weights(wanted.tokens)
        related = self._lexical.weights([token for token in wanted.related if token not in weights])
        cosines = self._near(wanted.vector, self._holding(weights, related, k, filters), k, filters)
        coverages: list[float] = self._coverage.of(weights, related, list(cosines)).tolist()
        clause_ids = map(self._entries.clause_ids.__getitem__, cosines)
        standings = map(self._standings.__getitem__, cosines)
        return list(map(Candidate, clause_ids, coverages, cosines.values(), standings))

    def frequency(self, token: str) -> int:
        """How many entries hold a token, those counted that went since full text was tidied."""
        return self._lexical.frequency(token)

    def _holding(
        self, weights: Mapping[str, float], related: Mapping[str, float], k: int, filters: Filters
    ) -> list[int]:
        """The k best rows by full text."""
        keys = self._lexical.find(weights, related, k, filters.policy_ids)
        rows: list[int] = np.searchsorted(self._keys, keys).tolist()
        return rows

    def _near(
        self, vector: Vectors, holding: Sequence[int], k: int, filters: Filters
    ) -> dict[int, float]:
        """The cosines of these rows, and of the k nearest."""
        among = rows_of(filters.policy_ids, self._spans) if filters.policy_ids else None
        cosines = dict(self._dense.find(vector, k, among)) if vector.any() else {}
        unseen = [row for row in holding if row not in cosines]
        cosines.update(zip(unseen, map(float, self._dense.scores(vector, unseen)), strict=True))
        return cosines


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
