"""Tokens as dimensions of sparse vectors, and how many clauses hold each.

A clause has two vectors. In one it is 1 in the dimension of each token that it holds: with a query
of squared inverse document frequencies the inner product is what `index.coverage` reckons. In the
other it is what BM25 makes of the token's number and the clause's length: that finds candidates,
and more of them than BM25 with frequencies that are not squared (docs/adr/0013).

Dimensions are hashes, so nothing has to be looked up or handed out. Of a million tokens a hundred
pairs share one, which then count as the same token.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import numpy as np

from index.candidates import RELATED
from index.coverage import rarity
from index.errors import IndexDamaged
from index.milvus.server import Sparse

_DIMENSIONS, _COUNTS = "dimensions.npy", "counts.npy"
_LAST = 2**32 - 2
"""The greatest dimension that Milvus takes."""
_REMEMBERED = 1_000_000
_K1, _B = 1.2, 0.75
"""What tantivy takes too."""
_MEAN_LENGTH = 200
"""Tokens of a clause with which BM25 compares; 244 is the mean of 151,615 clauses of law.

Half or twice as much moves what is found by a point or two (docs/adr/0013), so it may stay what it
is while clauses come and go: their vectors hold it.
"""
_NOTHING = 0
"""A dimension that no token has: Milvus wants every vector to have one."""


@lru_cache(maxsize=_REMEMBERED)
def dimension(token: str) -> int:
    """The dimension of a token, from 1."""
    digest = blake2b(token.encode(), digest_size=8).digest()
    return 1 + int.from_bytes(digest, "little") % _LAST


def held(tokens: Iterable[str]) -> Sparse:
    """The vector of a clause."""
    return {dimension(token): 1.0 for token in tokens} or {_NOTHING: 1.0}


def bm25(tokens: Sequence[str]) -> Sparse:
    """The vector of a clause of which a query finds candidates."""
    slowed = _K1 * (1 - _B + _B * len(tokens) / _MEAN_LENGTH)
    counts = Counter(map(dimension, tokens))
    return {key: n * (_K1 + 1) / (n + slowed) for key, n in counts.items()} or {_NOTHING: 1.0}


class Frequencies:
    """How many clauses hold each token, on disk, memory-mapped.

    Args:
        count: of all clauses.

    Raises:
        IndexDamaged: if a file is missing or unreadable.
    """

    def __init__(self, folder: Path, count: int) -> None:
        try:
            self.dimensions = np.load(folder / _DIMENSIONS, mmap_mode="r")
            self.counts = np.load(folder / _COUNTS, mmap_mode="r")
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                f"{folder}：词频无法读取", hint="请运行 chatbot ingest --rebuild 重建索引。"
            ) from error
        self._count = count

    def of(self, token: str) -> int:
        """How many clauses hold a token."""
        at = int(np.searchsorted(self.dimensions, dimension(token)))
        there = at < len(self.dimensions) and self.dimensions[at] == dimension(token)
        return int(self.counts[at]) if there else 0

    def weights(self, tokens: Iterable[str]) -> dict[str, float]:
        """Each token that any clause holds → its inverse document frequency, greater than 0."""
        found = {token: self.of(token) for token in dict.fromkeys(tokens)}
        return {token: rarity(self._count, df) for token, df in found.items() if df}


def wanted(weights: Mapping[str, float], related: Mapping[str, float]) -> Sparse:
    """The vector of a query: its product with `held` is the share that the clause holds.

    Args:
        weights: the query's tokens with their inverse document frequencies.
        related: tokens of synonyms, with theirs, see `index.coverage`.
    """
    total = sum(weight**2 for weight in weights.values()) or 1.0
    vector = {dimension(token): RELATED * weight**2 / total for token, weight in related.items()}
    return vector | {dimension(token): weight**2 / total for token, weight in weights.items()}


def write(folder: Path, counted: Counter[int]) -> None:
    """Write what `Frequencies` reads: dimension → how many clauses have it."""
    there = sorted(key for key, count in counted.items() if count > 0 and key != _NOTHING)
    np.save(folder / _DIMENSIONS, np.array(there, dtype=np.uint32))
    np.save(folder / _COUNTS, np.array([counted[key] for key in there], dtype=np.uint32))


def counted(folder: Path) -> Counter[int]:
    """What `write` wrote."""
    read = Frequencies(folder, 0)
    return Counter(dict(zip(read.dimensions.tolist(), read.counts.tolist(), strict=True)))
