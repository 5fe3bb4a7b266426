"""Questions → the candidates that the product finds for them, for the ranker to learn from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.candidates import CandidateIndex, Candidates, Entry, Standing, Wanted
from index.candidates.local import LocalBuilder, LocalIndex, replace_vectors
from index.embedders.builtin import BuiltinEmbedder
from index.evaluation.splits import law_of
from index.filters import Filters
from index.prominence import Prominence
from index.query import read
from index.query.lexicon import load
from index.region import regional
from index.search import POOL
from index.tokens import cut
from index.training.labelled import Labelled
from index.training.passages import Passage

_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found for one question, by an embedder that did not learn from it.

    Attributes:
        candidates: in no order.
        places: of the candidates' passages.
        gold: places of the passages that answer, found or not.
    """

    candidates: Candidates
    places: NDArray[np.int64]
    gold: frozenset[int]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which candidates answer, bool [candidates]."""
        return np.isin(self.places, list(self.gold))

    def without(self, places: NDArray[np.int64]) -> "Ranking":
        """The same without these passages."""
        kept = np.flatnonzero(~np.isin(self.places, places))
        left = self.candidates.at(kept)
        return Ranking(left, self.places[kept], self.gold - set(places.tolist()))


class Corpus:
    """Passages in a candidate index such as the product's, in a folder for the time being."""

    def __init__(self, found: Sequence[Passage], folder: Path, dim: int) -> None:
        self.laws = np.array([law_of(passage.name) for passage in found])
        self._texts = [passage.whole for passage in found]
        self._places = {(passage.file, passage.number): i for i, passage in enumerate(found)}
        self._folder = folder
        self._lexicon = load()
        builder = LocalBuilder(folder, dim)
        nothing = np.zeros((0, dim), dtype=np.float32)
        for entry in _entries(found):
            builder.add([entry], nothing)
        builder.finish()

    def of_laws(self, names: Iterable[str]) -> NDArray[np.int64]:
        """Places of the passages of these laws."""
        return np.flatnonzero(np.isin(self.laws, list(names)))

    def gold(self, labelled: Labelled) -> frozenset[int]:
        """Places of the passages that answer a question."""
        return frozenset(self._places[key] for key in labelled.gold if key in self._places)

    def index(self, embedder: BuiltinEmbedder) -> CandidateIndex:
        """The index with the vectors of this embedder; only the last one asked for is of use."""
        texts = self._texts
        parts = (embedder.documents(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH))
        replace_vectors(self._folder, embedder.dim, parts)
        return LocalIndex(self._folder)

    def ranking(
        self, labelled: Labelled, index: CandidateIndex, embedder: BuiltinEmbedder
    ) -> Ranking:
        """The candidates of one question."""
        query = read(labelled.question, self._lexicon, index.frequency)
        sought = Wanted(cut(query.text), embedder.query(query.text), query.related_tokens)
        found = index.find(sought, POOL, Filters())
        places = np.array(
            [int(each.partition(".")[2]) for each in found.clause_ids], dtype=np.int64
        )
        return Ranking(found, places, self.gold(labelled))


def _entries(found: Sequence[Passage]) -> Iterable[Entry]:
    prominence = Prominence()
    for _, policy in groupby(found, key=lambda passage: passage.file):
        passages = list(policy)
        prominence.read(passages[0].name, "\n".join(passage.text for passage in passages))
    numbers: dict[str, int] = {}
    for place, passage in enumerate(found):
        number = str(numbers.setdefault(passage.file, len(numbers)))
        standing = Standing(prominence.of(passage.name), regional(passage.name))
        yield Entry(f"{number}.{place}", number, cut(passage.whole), standing)
