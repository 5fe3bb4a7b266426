"""Vectors: exact inner products over unit vectors, by FAISS."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.embedders import Vectors
from index.errors import IndexDamaged

Rows = NDArray[np.int64]


def write(vectors: Vectors, path: Path) -> None:
    """Write an index over `vectors`, float32 [n, dim]; the row number is the id."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(path))


class Dense:
    """A vector index on disk, memory-mapped where FAISS can.

    Raises:
        IndexDamaged: if the file is missing or unreadable.
    """

    def __init__(self, path: Path) -> None:
        # Many requests share few cores: threads inside one query only slow each other down.
        faiss.omp_set_num_threads(1)
        try:
            self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
        except RuntimeError as error:
            raise IndexDamaged(
                f"{path}：向量索引无法读取", hint="请重新导入政策文件以重建索引。"
            ) from error

    def find(self, vector: Vectors, k: int, among: Rows | None = None) -> list[tuple[int, float]]:
        """The k best rows with their cosines, best first; only rows of `among` if it is given."""
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
        if not rows:
            return np.zeros(0, dtype=np.float32)
        vectors = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return np.asarray(vectors @ vector, dtype=np.float32)
