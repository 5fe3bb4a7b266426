"""Vectors: exact inner products over unit vectors, by FAISS."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.embedders import Vectors
from index.errors import EmbedderMismatch, IndexDamaged

Rows = NDArray[np.int64]


class DenseBuilder:
    """Writes a vector index; the row number is the id."""

    def __init__(self, dim: int) -> None:
        self._index = faiss.IndexFlatIP(dim)

    def add(self, vectors: Vectors) -> None:
        """Add a batch, float32 [n, dim]."""
        self._index.add(vectors)

    def finish(self, path: Path) -> None:
        """Write out what was added.

        Raises:
            OSError: if the disk does not take it.
        """
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path}: {error}") from error


class Dense:
    """A vector index on disk, memory-mapped: processes that serve the same one share it.

    Raises:
        IndexDamaged: if the file is missing or unreadable.
    """

    def __init__(self, path: Path) -> None:
        # Many requests share few cores: threads inside one query only slow each other down.
        faiss.omp_set_num_threads(1)
        try:
            self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise IndexDamaged(
                f"{path}：向量索引无法读取", hint="请运行 chatbot ingest --rebuild 重建索引。"
            ) from error

    def find(self, vector: Vectors, k: int, among: Rows | None = None) -> list[tuple[int, float]]:
        """The k best rows with their cosines, best first; only rows of `among` if it is given.

        Raises:
            EmbedderMismatch: if `vector` has another dimension; its name alone may not tell.
        """
        if len(vector) != self._index.d:
            raise EmbedderMismatch(
                f"索引中的向量是 {self._index.d} 维，向量模型给出的是 {len(vector)} 维。",
                kept="索引和数据库没有改动。",
                hint="请改回原来的向量模型，或运行 chatbot ingest --rebuild 重建索引。",
            )
        k = min(k, self._index.ntotal if among is None else len(among))
        if k == 0:
            return []
        parameters = faiss.SearchParameters()
        if among is not None:
            parameters.sel = faiss.IDSelectorBatch(among)
        scores, rows = self._index.search(vector[None], k, params=parameters)
        return [(int(row), float(s)) for row, s in zip(rows[0], scores[0], strict=True) if row >= 0]

    def scores(self, vector: Vectors, rows: list[int]) -> Vectors:
        """Cosines of `vector` and the vectors of `rows`, float32 [len(rows)]."""
        if not rows or not vector.any():
            return np.zeros(len(rows), dtype=np.float32)
        vectors = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return np.asarray(vectors @ vector, dtype=np.float32)
