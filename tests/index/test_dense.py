from pathlib import Path

import faiss
import numpy as np
import pytest

from index import dense
from index.dense import Dense, DenseBuilder
from index.embedders import Vectors

DIM, COUNT = 32, 3_000


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """Around a hundred centres, as clauses lie around subjects."""
    random = np.random.default_rng(3)
    centres = random.normal(size=(100, DIM))
    made = centres[random.integers(100, size=COUNT)] + 0.5 * random.normal(size=(COUNT, DIM))
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(params=["exact", "quantised"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "quantised":
        monkeypatch.setattr(dense, "_EXACT_UP_TO", COUNT // 2)
    return str(request.param)


def written(vectors: Vectors, folder: Path) -> Dense:
    builder = DenseBuilder(vectors.shape[1])
    for start in range(0, len(vectors), 1_000):
        builder.add(vectors[start : start + 1_000])
    builder.finish(folder / "dense.faiss")
    return Dense(folder / "dense.faiss")


def best(vectors: Vectors, query: Vectors, k: int) -> list[int]:
    return [int(row) for row in np.argsort(-(vectors @ query), kind="stable")[:k]]


def test_the_size_decides_the_kind(kind: str, vectors: Vectors, tmp_path: Path) -> None:
    index = written(vectors, tmp_path)._index
    assert isinstance(index, faiss.IndexRefine) == (kind == "quantised")


@pytest.mark.usefixtures("kind")
def test_the_nearest_are_found_best_first_with_their_cosines(
    vectors: Vectors, tmp_path: Path
) -> None:
    index = written(vectors, tmp_path)
    recalled = []
    for query in vectors[::300]:
        rows, cosines = index.find(query, 50)
        assert (np.diff(cosines) <= 0).all()
        assert cosines.tolist() == pytest.approx((vectors[rows] @ query).tolist(), abs=1e-3)
        recalled.append(len(set(rows.tolist()) & set(best(vectors, query, 50))) / 50)
    assert np.mean(recalled) > 0.95


def test_a_small_index_misses_nothing(vectors: Vectors, tmp_path: Path) -> None:
    index = written(vectors, tmp_path)
    for query in vectors[::300]:
        rows, _ = index.find(query, 50)
        assert rows.tolist() == best(vectors, query, 50)


@pytest.mark.usefixtures("kind")
@pytest.mark.parametrize("count", [1, 7, 300, 2_500])
def test_among_given_rows_nothing_is_missed(vectors: Vectors, tmp_path: Path, count: int) -> None:
    index = written(vectors, tmp_path)
    among = np.sort(np.random.default_rng(count).choice(COUNT, count, replace=False))
    query = vectors[5]
    k = min(count, 20)
    rows, cosines = index.find(query, k, among)
    expected = np.sort(vectors[among] @ query)[::-1][:k]
    assert set(rows.tolist()) <= set(among.tolist())
    assert cosines.tolist() == pytest.approx(expected.tolist(), abs=1e-3)


@pytest.mark.usefixtures("kind")
def test_a_rows_cosine_is_the_same_found_or_asked_for(vectors: Vectors, tmp_path: Path) -> None:
    index = written(vectors, tmp_path)
    rows, cosines = index.find(vectors[9], 30)
    asked = index.scores(vectors[9], rows)
    assert asked.tolist() == pytest.approx(cosines.tolist(), abs=1e-5)


@pytest.mark.usefixtures("kind")
def test_vectors_read_back_and_written_again_make_the_same_file(
    vectors: Vectors, tmp_path: Path
) -> None:
    first = written(vectors, tmp_path)
    before = (tmp_path / "dense.faiss").read_bytes()
    (tmp_path / "again").mkdir()
    written(first.all(), tmp_path / "again")
    assert (tmp_path / "again" / "dense.faiss").read_bytes() == before


def test_dimensions_that_cannot_be_shared_out_stay_exact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense, "_EXACT_UP_TO", 10)
    vectors = np.eye(30, dtype=np.float32)
    rows, cosines = written(vectors, tmp_path).find(vectors[3], 1)
    assert (rows.tolist(), cosines.tolist()) == ([3], [1.0])
