"""One revision of an index in a Milvus collection, searched."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from index.candidates import Candidate, Candidates, Wanted
from index.embedders import Vectors
from index.errors import EmbedderMismatch, IndexDamaged
from index.filters import Filters
from index.milvus import postings, state
from index.milvus.postings import Frequencies
from index.milvus.server import BM25, DENSE, HELD, KEY, Found, How, Server, Sought, Sparse


class MilvusIndex:
    """The revision that a folder describes.

    Attributes:
        state: which rows it has.

    Raises:
        IndexDamaged: if the folder's files or rows of the collection are missing.
        BackendUnavailable: here and by every method, if the server does not answer.
    """

    def __init__(self, server: Server, folder: Path) -> None:
        self._server = server
        self.state = state.read(folder)
        self._frequencies = Frequencies(folder, len(self.state))
        self._policies = {edition.key: key for key, edition in self.state.policies.items()}
        self._how = How(self.state.kind, self._seen())

    def find(self, wanted: Wanted, k: int, filters: Filters) -> Candidates:
        """The union of the k best by full text and the k best by vector."""
        which = self.state.of(filters.policy_ids) if filters.policy_ids else self.state.everything()
        if not which or not self._policies:
            return Candidates.of([])
        near, text = Sought(DENSE, wanted.vector), self._text(wanted)
        nearest, holding = self._server.together(
            lambda: self._best(near, k, which), lambda: self._best(Sought(BM25, text), k, which)
        )
        rows = {row.key: row for row in (*nearest, *holding)}
        cosines, coverages = self._server.together(
            lambda: self._cosines(wanted.vector, nearest, rows),
            lambda: self._products(Sought(HELD, text), (), rows),
        )
        return Candidates.of(
            [
                self._candidate(row, coverages.get(key, 0.0), cosines.get(key, 0.0))
                for key, row in rows.items()
            ]
        )

    def frequency(self, token: str) -> int:
        """How many entries hold a token."""
        return self._frequencies.of(token)

    def _text(self, wanted: Wanted) -> Sparse:
        """The vector of the query's tokens; empty if no clause holds any."""
        weights = self._frequencies.weights(wanted.tokens)
        related = self._frequencies.weights(wanted.related)
        return postings.wanted(weights, wanted.beside(related, weights))

    def _best(self, sought: Sought, k: int, which: str) -> list[Found]:
        """The k best rows of this revision; those of a writer who was taken for dead are none."""
        if sought.is_nothing:
            return []
        self._check(sought.vector)
        found, _ = self._server.search(self.state.collection, sought, k, which, self._how)
        return [row for row in found if row.edition in self._policies]

    def _products(
        self, sought: Sought, found: Iterable[Found], keys: Iterable[int]
    ) -> dict[int, float]:
        """The inner products of these rows, some of which were found by them; 0 may be missing."""
        products = {row.key: row.product for row in found}
        others = [key for key in keys if key not in products]
        if others and not sought.is_nothing:
            which = f"{KEY} in {others}"
            rest, _ = self._server.search(
                self.state.collection, sought, len(others), which, self._how
            )
            products.update((row.key, row.product) for row in rest)
        return products

    def _cosines(
        self, vector: Vectors, found: Iterable[Found], keys: Iterable[int]
    ) -> dict[int, float]:
        """The cosines of these rows, also of those that a graph or lists do not lead to."""
        cosines = self._products(Sought(DENSE, vector), found, keys)
        others = [key for key in keys if key not in cosines]
        if others and vector.any():
            vectors = self._server.read(self.state.collection, f"{KEY} in {others}", DENSE)
            cosines |= {key: float(np.dot(each, vector)) for key, each in vectors.items()}
        return cosines

    def _candidate(self, row: Found, coverage: float, cosine: float) -> Candidate:
        policy_id = self._policies[row.edition]
        return Candidate(row.clause_id, coverage, cosine, self.state.standings[policy_id])

    def _check(self, vector: Vectors | Sparse) -> None:
        if not isinstance(vector, dict) and len(vector) != self.state.dim:
            raise EmbedderMismatch(
                f"索引中的向量是 {self.state.dim} 维，向量模型给出的是 {len(vector)} 维。",
                kept="索引和数据库没有改动。",
                hint="请改回原来的向量模型，或运行 chatbot ingest --rebuild 重建索引。",
            )

    def _seen(self) -> int:
        """The server's time when every row of this revision was there.

        Replicas of a collection lag behind each other: what is asked from now on sees that much.
        """
        there = self._server.count(self.state.collection, self.state.everything())
        meant = len(self.state)
        if there < meant:
            raise IndexDamaged(
                f"Milvus 集合 {self.state.collection} 中有 {there} 条，应至少有 {meant} 条。",
                kept="数据库中的政策没有受影响。",
                hint="请运行 chatbot ingest --rebuild 重建索引。",
            )
        if not there:
            return 0
        anything = np.zeros(self.state.dim, dtype=np.float32)
        how = How(self.state.kind)
        return self._server.search(self.state.collection, Sought(DENSE, anything), 1, "", how)[1]
