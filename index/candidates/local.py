"""Candidates from files on this machine: tantivy for full text, FAISS for vectors."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from index.candidates import Candidate, Entry
from index.candidates.entries import Entries, read, rows_of
from index.clause import Filters
from index.dense import Dense, DenseBuilder
from index.embedders import Vectors
from index.lexical import Lexical, LexicalBuilder

_LEXICAL, _DENSE = "lexical", "dense.faiss"

_WASTE = 0.2
"""Share of dead entries that full text may carry along; with more, an index is built anew.

They take up room, and their lengths still count in the mean that BM25 compares lengths with.
"""


class LocalBuilder:
    """Writes a candidate index into an empty folder.

    Args:
        earlier: folder of an index to begin with; it stays as it is.
        gone: the policies of the earlier index that are left out.
    """

    def __init__(
        self, folder: Path, dim: int, earlier: Path | None = None, gone: Collection[str] = ()
    ) -> None:
        self._folder = folder
        self._dense = DenseBuilder(dim)
        self._entries = Entries()
        if earlier:
            self._entries, kept = read(earlier).without(gone)
            self._dense.add(Dense(earlier / _DENSE).all()[kept])
        self._lexical = LexicalBuilder(folder / _LEXICAL, earlier and earlier / _LEXICAL, gone)

    def __len__(self) -> int:
        return len(self._entries.clause_ids)

    def add(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Add a batch; the entries of one policy follow each other."""
        self._dense.add(vectors)
        for entry in entries:
            key = self._entries.add(entry.clause_id, entry.policy_id)
            self._entries.cited[entry.policy_id] = entry.cited
            self._lexical.add(key, entry.policy_id, entry.tokens)

    def cite(self, cited: Mapping[str, float]) -> None:
        """Set the prominence of policies, which changes as others come and go."""
        self._entries.cited.update(cited)

    def finish(self) -> None:
        """Write everything that `LocalIndex` reads."""
        self._lexical.finish()
        self._dense.finish(self._folder / _DENSE)
        self._entries.write(self._folder)


def worth_beginning_with(earlier: Path, gone: Collection[str]) -> bool:
    """Whether an index without the policies `gone` had better begin with an earlier one."""
    entries = read(earlier)
    left = entries.without(gone)[0].clause_ids
    return len(left) >= (1 - _WASTE) * entries.next_key


class LocalIndex:
    """The candidate index in a folder.

    Raises:
        IndexDamaged: if a part is missing or unreadable.
    """

    def __init__(self, folder: Path) -> None:
        self._entries = read(folder)
        self._keys, self._spans = self._entries.keys(), self._entries.spans()
        self._lexical = Lexical(folder / _LEXICAL)
        self._dense = Dense(folder / _DENSE)

    def find(
        self, tokens: Sequence[str], vector: Vectors, k: int, filters: Filters
    ) -> list[Candidate]:
        """The union of the k best by full text and the k best by vector."""
        lexical = self._by_row(self._lexical.find(tokens, k, filters.policy_ids))
        among = rows_of(filters.policy_ids, self._spans) if filters.policy_ids else None
        dense = dict(self._dense.find(vector, k, among)) if vector.any() else {}
        unseen = [row for row in lexical if row not in dense]
        unread = [row for row in dense if row not in lexical]
        dense.update(zip(unseen, map(float, self._dense.scores(vector, unseen)), strict=True))
        lexical |= self._by_row(self._lexical.scores(tokens, self._keys[unread].tolist()))
        return [
            self._candidate(row, lexical.get(row, 0.0), cosine) for row, cosine in dense.items()
        ]

    def _by_row(self, found: Sequence[tuple[int, float]]) -> dict[int, float]:
        """Key → score, as row → score."""
        rows = np.searchsorted(self._keys, [key for key, _ in found])
        return dict(zip(rows.tolist(), (score for _, score in found), strict=True))

    def _candidate(self, row: int, lexical: float, dense: float) -> Candidate:
        clause_id = self._entries.clause_ids[row]
        cited = self._entries.cited[clause_id.partition(".")[0]]
        return Candidate(clause_id, lexical, dense, cited)
