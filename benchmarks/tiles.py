"""What the growth of an index is measured on: clauses of laws, then copies of them with noise.

The first copy is the clauses themselves, their tokens and their vectors by the built-in embedder.
In each further one, half of the tokens are others, drawn as often as they occur, and vectors are
those of what came out: noise as language has it, which is not the same in all directions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from benchmarks.material import NOISE, Material
from index.embedders import Vectors, unit_length
from index.embedders.builtin import BuiltinEmbedder
from index.tokens import cut

if TYPE_CHECKING:
    from torch import Tensor

_VOCABULARY, _TOKENS, _STARTS = "vocabulary.txt", "tokens.npy", "starts.npy"
_VECTORS, _SIZE_OF_FLOAT = "vectors.f32", 4
_STEP = 10_000
"""Clauses whose tokens or vectors are in memory at a time."""

Ids = NDArray[np.uint32]


@dataclass(frozen=True)
class Tiles:
    """Tokens of real clauses in a folder, and vectors of as many clauses as were asked for."""

    folder: Path

    def learn(self, material: Material) -> None:
        """Take over the clauses of `material`, unless that was done."""
        if (self.folder / _STARTS).exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        numbers: dict[str, int] = {}
        bags = [cut(unit.text) for unit in material.units()]
        ids = [numbers.setdefault(token, len(numbers)) for bag in bags for token in bag]
        (self.folder / _VOCABULARY).write_text("\n".join(numbers), encoding="utf-8")
        np.save(self.folder / _TOKENS, np.array(ids, dtype=np.uint32))
        np.save(self.folder / _STARTS, np.cumsum([0, *map(len, bags)], dtype=np.int64))

    @property
    def clauses(self) -> int:
        """How many there are in a copy."""
        return len(self._starts) - 1

    def extend(self, count: int) -> None:
        """Make vectors of `count` clauses, those that are there left as they are."""
        row = self.dim * _SIZE_OF_FLOAT
        path = self.folder / _VECTORS
        path.touch()
        per_copy = self.clauses
        whole = path.stat().st_size // (row * per_copy)
        with path.open("r+b") as file:
            file.seek(whole * row * per_copy)
            file.truncate()
            for number in range(whole, -(-count // per_copy)):
                ids = self._copy(number)
                for start in range(0, per_copy, _STEP):
                    self._embedded(ids, start).tofile(file)

    def vectors(self, start: int, end: int) -> Vectors:
        """Of the clauses from one to before another, float32 [end - start, dim]."""
        at, count = start * self.dim * _SIZE_OF_FLOAT, (end - start) * self.dim
        read = np.fromfile(self.folder / _VECTORS, np.float32, count, offset=at)
        return read.reshape(-1, self.dim)

    def bags(self, count: int) -> Iterator[list[str]]:
        """The tokens of the first `count` clauses, one after the other."""
        words = np.array(self._vocabulary, dtype=object)
        left = count
        for number in range(-(-count // self.clauses)):
            ids = self._copy(number)
            for start, end in zip(self._starts[:left], self._starts[1:], strict=False):
                yield words[ids[start:end]].tolist()
            left -= self.clauses

    @cached_property
    def _vocabulary(self) -> list[str]:
        return (self.folder / _VOCABULARY).read_text(encoding="utf-8").splitlines()

    @cached_property
    def _tokens(self) -> Ids:
        tokens: Ids = np.load(self.folder / _TOKENS)
        return tokens

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        starts: NDArray[np.int64] = np.load(self.folder / _STARTS)
        return starts

    @cached_property
    def dim(self) -> int:
        """Of the vectors."""
        return BuiltinEmbedder().dim

    @cached_property
    def _weights(self) -> "Tensor":
        """Token vectors by our numbers, float32 [vocabulary, dim]; zeros for unknown ones."""
        import torch

        embedder = BuiltinEmbedder()
        rows = {token: row for row, token in enumerate(embedder.tokens)}
        known = np.array([rows.get(token, len(rows)) for token in self._vocabulary])
        weights = np.vstack([embedder.weights, np.zeros((1, embedder.dim), dtype=np.float32)])
        return torch.from_numpy(weights[known])

    def _copy(self, number: int) -> Ids:
        """The tokens of all clauses in one copy; the seed is its number."""
        if number == 0:
            return self._tokens
        chance = np.random.default_rng(number)
        count = len(self._tokens)
        others = self._tokens[chance.integers(0, count, count, dtype=np.uint32)]
        return np.where(chance.random(count, dtype=np.float32) < NOISE, others, self._tokens)

    def _embedded(self, ids: Ids, start: int) -> Vectors:
        """Vectors of at most `_STEP` clauses of a copy, from the `start`-th on."""
        import torch

        starts = self._starts[start : start + _STEP + 1]
        within = torch.from_numpy(ids[starts[0] : starts[-1]].astype(np.int64))
        offsets = torch.from_numpy(starts[:-1] - starts[0])
        summed = torch.nn.functional.embedding_bag(within, self._weights, offsets, mode="sum")
        return unit_length(summed.numpy())
