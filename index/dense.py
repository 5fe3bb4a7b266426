"""Vectors by FAISS: exact while that is quick, quantised and refined from there on.

What was measured, and why no graph and no inverted lists: docs/adr/0004.
"""

from pathlib import Path

import faiss
import numpy as np

from index.candidates.entries import Rows
from index.embedders import Vectors
from index.errors import EmbedderMismatch, IndexDamaged

_EXACT_UP_TO = 30_000
"""Vectors compared one by one: 1 ms of one core at 256 dimensions."""
_DIMENSIONS_A_CODE = 4
"""Dimensions that share one of 16 centroids; 8 lose 3 points of recall@100, 2 win 0.1."""
_REFINED = 5.0
"""Vectors compared in full for each one returned.

Of 300 that are asked for, as candidates are, the ten that rank best stay the same as with 10, over
1,235 questions of STARD among 151,615 clauses.
"""
_TRAINED_ON = 40_000
"""Vectors that the centroids are learned from; more changes nothing at 16 centroids a code."""
_BATCH = 50_000
"""Vectors held twice in memory while an index is written or read."""


class DenseBuilder:
    """Writes a vector index; the row number is the id."""

    def __init__(self, dim: int) -> None:
        self._index = faiss.IndexFlatIP(dim)

    def add(self, vectors: Vectors) -> None:
        """Add a batch, float32 [n, dim]."""
        self._index.add(vectors)

    def finish(self, path: Path) -> None:
        """Write out what was added, as the kind of index that suits its size.

        Raises:
            OSError: if the disk does not take it.
        """
        by_size = self._index if is_exact(self._index.ntotal, self._index.d) else self._quantised()
        try:
            faiss.write_index(by_size, str(path))
        except RuntimeError as error:
            raise OSError(f"{path}: {error}") from error

    def _quantised(self) -> faiss.Index:
        """Codes of half a byte for four dimensions, compared by table; float16 to refine with."""
        dim, total = self._index.d, self._index.ntotal
        product = faiss.METRIC_INNER_PRODUCT
        codes = faiss.IndexPQFastScan(dim, dim // _DIMENSIONS_A_CODE, 4, product)
        in_full = faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_fp16, product)
        made = faiss.IndexRefine(codes, in_full)
        sample = np.linspace(0, total - 1, min(total, _TRAINED_ON), dtype=np.int64)
        made.train(_rounded(self._index.reconstruct_batch(sample)))
        for start in range(0, total, _BATCH):
            made.add(_rounded(self._index.reconstruct_n(start, min(_BATCH, total - start))))
        return made


def _rounded(vectors: Vectors) -> Vectors:
    """As they will be read back, so that these make the same index as the ones they came from."""
    return vectors.astype(np.float16).astype(np.float32)


def is_exact(count: int, dim: int) -> bool:
    """Whether an index of `count` vectors compares every one in full."""
    return count <= _EXACT_UP_TO or dim % _DIMENSIONS_A_CODE != 0


class Dense:
    """A vector index on disk, memory-mapped: processes that serve the same one share it.

    Only the codes of a quantised index, half a byte for four dimensions, are each process's own.

    Raises:
        IndexDamaged: if the file is missing or unreadable.
    """

    def __init__(self, path: Path) -> None:
        # Many requests share few cores: threads inside one query only slow each other down.
        faiss.omp_set_num_threads(1)
        try:
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise IndexDamaged(
                f"{path}：向量索引无法读取", hint="请运行 chatbot ingest --rebuild 重建索引。"
            ) from error
        self._index = self._in_full = index
        if isinstance(index, faiss.IndexRefine):
            index.k_factor = _REFINED
            self._in_full = index.refine_index

    def find(self, vector: Vectors, k: int, among: Rows | None = None) -> tuple[Rows, Vectors]:
        """The k best rows and their cosines, best first; only rows of `among` if it is given.

        Among given rows nothing is missed, whatever the kind of index: each is compared in full.

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
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        if among is None:
            scores, rows = self._index.search(vector[None], k)
        else:
            chosen = np.zeros(self._index.ntotal, dtype=bool)
            chosen[among] = True
            bits = np.packbits(chosen, bitorder="little")
            parameters = faiss.SearchParameters()
            parameters.sel = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
            scores, rows = self._in_full.search(vector[None], k, params=parameters)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def scores(self, vector: Vectors, rows: Rows) -> Vectors:
        """Cosines of `vector` and the vectors of `rows`, float32 [len(rows)]."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        vectors = self._index.reconstruct_batch(rows)
        return np.asarray(vectors @ vector, dtype=np.float32)

    def all(self) -> Vectors:
        """Every vector as it is stored, float32 [rows, dim]."""
        everything: Vectors = self._index.reconstruct_n(0, self._index.ntotal)
        return everything
