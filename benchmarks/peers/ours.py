"""This project: files → published index by `ingest`, questions by `Searcher`."""

from pathlib import Path

from benchmarks.material import Material
from benchmarks.moment import Moment, now
from index.embedders import load as load_embedder
from index.ingest import ingest
from index.search import Searcher
from index.snapshot import open_searcher


class Ours:
    """Everything between a question and its clauses: tokens, vector, both indexes, fusion, SQL."""

    kept = True

    def __init__(self) -> None:
        self._searcher: Searcher | None = None

    def build(self, material: Material, place: Path) -> Moment:
        """Ingest the files; the time counts from when the last of them was parsed and stored."""
        parsed = now()
        first = ""

        def progress(stage: str, _done: int, _total: int) -> None:
            nonlocal first, parsed
            first = first or stage
            if stage == first:
                parsed = now()

        ingest(place, [material.files], embedder=load_embedder("builtin"), progress=progress)
        return now() - parsed

    def open(self, place: Path) -> None:
        """Open the published snapshot."""
        self._searcher = open_searcher(place, embedder=load_embedder("builtin"))

    def search(self, text: str, k: int) -> list[tuple[str, str]]:
        """Id and text of the k best clauses, best first."""
        assert self._searcher
        return [(hit.clause.id, hit.clause.text) for hit in self._searcher.search(text, k)]


def load() -> Ours:
    """Nothing ingested yet."""
    return Ours()
