"""Plain bm25s with its defaults: full text alone, neither vectors nor fusion."""

from pathlib import Path

import bm25s

from benchmarks.material import Material
from benchmarks.moment import Moment, now
from index.tokens import cut


class Bm25s:
    """Stored and loaded with its texts, as it does itself."""

    kept = True

    def __init__(self) -> None:
        self._index: bm25s.BM25 | None = None

    def build(self, material: Material, place: Path) -> Moment:
        """Index and store."""
        units = material.units()
        start = now()
        index = bm25s.BM25()
        index.index([cut(unit.text) for unit in units], show_progress=False)
        corpus = [{"id": unit.id, "text": unit.text} for unit in units]
        index.save(str(place / "bm25s"), corpus=corpus, show_progress=False)
        return now() - start

    def open(self, place: Path) -> None:
        """Load with its texts into memory."""
        self._index = bm25s.BM25.load(str(place / "bm25s"), load_corpus=True, show_progress=False)

    def search(self, text: str, k: int) -> list[tuple[str, str]]:
        """Id and text of the k best clauses, best first."""
        assert self._index
        found, _ = self._index.retrieve([cut(text)], k=k, show_progress=False)
        return [(document["id"], document["text"]) for document in found[0]]


def load() -> Bm25s:
    """Nothing in it yet."""
    return Bm25s()
