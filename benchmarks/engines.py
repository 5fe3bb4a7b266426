"""The indexes whose growth is measured, each the way its own documentation builds and asks it.

One idea a class: build from rows into a folder, open from the folder, find ten. All compare by
inner product; vectors have length one. What is not said is the engine's own default.
"""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np

from benchmarks.tiles import Tiles
from index.dense import Dense, DenseBuilder
from index.embedders import Vectors
from index.lexical import Lexical, LexicalBuilder

K = 10
_FILE = "vectors.faiss"
_STEP = 20_000
"""Vectors given to an engine at a time."""
_LINKS, _TO_BUILD, _TO_SEARCH = 32, 40, 128
"""HNSW: neighbours a vector, and candidates looked at while it is built and while it is asked."""
_LISTS_LOOKED_INTO, _REFINED = 64, 10.0
"""IVF-PQ: lists, and vectors compared in full for each one returned."""
_RUN = 16
"""Neighbouring vectors of which a sample is made up."""
_SENT = 1_000
"""Rows that Milvus is sent at a time."""


class Engine(Protocol):
    """An index of clauses.

    Attributes:
        by_vector: whether the nearest vectors are what it finds.
    """

    by_vector: bool

    def build(self, tiles: Tiles, count: int, place: Path, seconds: float) -> int:
        """Index the first clauses of `tiles` into `place`; how many.

        Fewer than `count` where building takes more than so many `seconds` of processor time.
        """

    def open(self, place: Path) -> None:
        """Open what was built."""

    def find(self, vector: Vectors, tokens: Sequence[str]) -> list[int]:
        """The numbers of the ten best clauses, best first."""


def _within(count: int, seconds: float) -> Iterable[tuple[int, int]]:
    """Ranges that make up `count`, until that much processor time is spent."""
    for start in range(0, count, _STEP):
        if time.process_time() > seconds:
            return
        yield start, min(start + _STEP, count)


class Faiss:
    """An index of FAISS, one thread."""

    by_vector = True

    def __init__(self, make: Callable[[int, int], faiss.Index], asked: Callable[[], Any]) -> None:
        self._make, self._asked = make, asked

    def build(self, tiles: Tiles, count: int, place: Path, seconds: float) -> int:
        """As `Engine`."""
        faiss.omp_set_num_threads(1)
        index = self._make(tiles.dim, count)
        if not index.is_trained:
            lists = faiss.extract_index_ivf(index).nlist
            index.train(_sample(tiles, count, 40 * lists))
        for start, end in _within(count, seconds):
            index.add(tiles.vectors(start, end))
        faiss.write_index(index, str(place / _FILE))
        return int(index.ntotal)

    def open(self, place: Path) -> None:
        """As `Engine`."""
        faiss.omp_set_num_threads(1)
        self._index = faiss.read_index(str(place / _FILE))

    def find(self, vector: Vectors, tokens: Sequence[str]) -> list[int]:  # noqa: ARG002 - by vector
        """As `Engine`."""
        found: list[int] = self._index.search(vector[None], K, params=self._asked())[1][0].tolist()
        return found


def _sample(tiles: Tiles, count: int, wanted: int) -> Vectors:
    """About as many of the first `count` vectors as wanted, in runs from all over them."""
    if count <= wanted:
        return tiles.vectors(0, count)
    starts = np.linspace(0, count - _RUN, wanted // _RUN, dtype=np.int64).tolist()
    return np.concatenate([tiles.vectors(start, start + _RUN) for start in starts])


def _flat(dim: int, _: int) -> faiss.Index:
    return faiss.IndexFlatIP(dim)


def _graph(dim: int, _: int) -> faiss.Index:
    index = faiss.IndexHNSWFlat(dim, _LINKS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = _TO_BUILD
    return index


def _inverted(dim: int, count: int) -> faiss.Index:
    """4 √n lists, as FAISS's guidelines say, found by a graph; half a byte for four dimensions."""
    lists = min(int(4 * math.sqrt(count)), max(1, count // 40))
    kind = f"IVF{lists}_HNSW{_LINKS},PQ{dim // 4}x4fs,Refine(SQfp16)"
    index = faiss.index_factory(dim, kind, faiss.METRIC_INNER_PRODUCT)
    faiss.extract_index_ivf(index).cp.niter = 10
    return index


def _look_into_lists() -> Any:  # noqa: ANN401 - FAISS's stubs know none of these
    lists = faiss.SearchParametersIVF()
    lists.nprobe = _LISTS_LOOKED_INTO
    asked = faiss.IndexRefineSearchParameters()
    asked.k_factor, asked.base_index_params = _REFINED, lists
    return asked


def _look_at_candidates() -> Any:  # noqa: ANN401 - likewise
    asked: Any = faiss.SearchParametersHNSW()  # type: ignore[attr-defined]
    asked.efSearch = _TO_SEARCH
    return asked


class Ours:
    """The vectors of this project, `index.dense`."""

    by_vector = True

    def build(self, tiles: Tiles, count: int, place: Path, seconds: float) -> int:
        """As `Engine`."""
        builder = DenseBuilder(tiles.dim)
        done = 0
        for start, done in _within(count, seconds):
            builder.add(tiles.vectors(start, done))
        builder.finish(place / _FILE)
        return done

    def open(self, place: Path) -> None:
        """As `Engine`."""
        self._dense = Dense(place / _FILE)

    def find(self, vector: Vectors, tokens: Sequence[str]) -> list[int]:  # noqa: ARG002 - by vector
        """As `Engine`."""
        rows, _ = self._dense.find(vector, K)
        found: list[int] = rows.tolist()
        return found


class OursFullText:
    """The full text of this project, `index.lexical`: tantivy."""

    by_vector = False

    def build(self, tiles: Tiles, count: int, place: Path, seconds: float) -> int:
        """As `Engine`."""
        builder = LexicalBuilder(place / "lexical")
        bags = tiles.bags(count)
        done = 0
        for start, done in _within(count, seconds):
            for key in range(start, done):
                builder.add(key, f"{key // 40:012x}", next(bags))
        builder.finish()
        return done

    def open(self, place: Path) -> None:
        """As `Engine`."""
        self._lexical = Lexical(place / "lexical")

    def find(self, vector: Vectors, tokens: Sequence[str]) -> list[int]:  # noqa: ARG002 - by words
        """As `Engine`."""
        found: list[int] = self._lexical.find(self._lexical.weights(tokens), {}, K).tolist()
        return found


class MilvusLite:
    """Milvus Lite in this process."""

    by_vector = True

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def build(self, tiles: Tiles, count: int, place: Path, seconds: float) -> int:
        """As `Engine`."""
        from pymilvus import DataType, MilvusClient

        client = MilvusClient(str(place / "milvus.db"))
        schema = client.create_schema(auto_id=False)
        schema.add_field("key", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=tiles.dim)
        index = client.prepare_index_params()
        how = {"M": _LINKS, "efConstruction": _TO_BUILD} if self._kind == "HNSW" else {}
        index.add_index("vector", index_type=self._kind, metric_type="IP", params=how)
        client.create_collection("clauses", schema=schema, index_params=index)
        done = 0
        for start, done in _within(count, seconds):
            for at in range(start, done, _SENT):
                batch = tiles.vectors(at, min(at + _SENT, done))
                rows = [{"key": at + i, "vector": vector} for i, vector in enumerate(batch)]
                client.insert("clauses", rows)
        client.flush("clauses")
        client.close()
        return done

    def open(self, place: Path) -> None:
        """As `Engine`."""
        from pymilvus import MilvusClient

        self._client = MilvusClient(str(place / "milvus.db"))
        self._client.load_collection("clauses")

    def find(self, vector: Vectors, tokens: Sequence[str]) -> list[int]:  # noqa: ARG002 - by vector
        """As `Engine`."""
        asked = {"params": {"ef": _TO_SEARCH}} if self._kind == "HNSW" else {}
        (hits,) = self._client.search("clauses", [vector], limit=K, search_params=asked)
        return [int(hit["key"]) for hit in hits]


ENGINES: dict[str, Callable[[], Engine]] = {
    "FAISS exact": lambda: Faiss(_flat, lambda: None),
    "FAISS IVF-PQ": lambda: Faiss(_inverted, _look_into_lists),
    "FAISS HNSW": lambda: Faiss(_graph, _look_at_candidates),
    "our vectors": Ours,
    "our full text": OursFullText,
    "Milvus Lite exact": lambda: MilvusLite("FLAT"),
    "Milvus Lite HNSW": lambda: MilvusLite("HNSW"),
}
"""Name → what makes one."""
