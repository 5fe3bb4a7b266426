"""Each engine on some hundred clauses; figures are written once and read again."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from benchmarks.engines import ENGINES, K
from benchmarks.growth import ROOT, Work, prepared
from benchmarks.tiles import Tiles
from index.embedders.builtin import BuiltinEmbedder
from index.ingest import shipped

SIZE = 150
INSTALLED = [name for name in ENGINES if "Milvus" not in name or find_spec("pymilvus")]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    made = Work(tmp_path_factory.mktemp("growth"))
    prepared(made, shipped(), None, [SIZE])
    return made


@pytest.fixture(scope="module")
def tiles(work: Work) -> Tiles:
    return work.tiles


def test_vectors_are_those_of_the_tokens_in_every_copy(tiles: Tiles) -> None:
    bags = list(tiles.bags(SIZE))
    expected = BuiltinEmbedder().bags(bags, len(bags))
    np.testing.assert_allclose(tiles.vectors(0, SIZE), expected, atol=1e-5)


def test_half_of_the_tokens_of_a_copy_are_others(tiles: Tiles) -> None:
    first = tiles.clauses
    bags = list(tiles.bags(2 * first))
    same = [
        a == b
        for one, two in zip(bags, bags[first:], strict=False)
        for a, b in zip(one, two, strict=True)
    ]
    assert 0.4 < np.mean(same) < 0.65


@pytest.mark.parametrize("name", INSTALLED)
def test_an_engine_finds_a_clause_by_itself(name: str, tiles: Tiles, tmp_path: Path) -> None:
    assert ENGINES[name]().build(tiles, SIZE, tmp_path, 1e9) == SIZE
    engine = ENGINES[name]()
    engine.open(tmp_path)
    vectors, bags = tiles.vectors(0, SIZE), list(tiles.bags(SIZE))
    found = [engine.find(vectors[row], bags[row]) for row in range(0, SIZE, 15)]
    assert [len(rows) for rows in found] == [K] * len(found)
    assert [rows[0] for rows in found] == list(range(0, SIZE, 15))


def test_what_was_measured_is_not_measured_again(work: Work) -> None:
    command = [sys.executable, "-m", "benchmarks.growth", "--work", str(work.folder)]
    chosen = ["--sizes", str(SIZE), "--engines", "FAISS exact"]
    drawn = work.folder / "growth.svg"
    run = [*command, *chosen, "--figure", str(drawn)]
    first = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    again = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (first.stderr.count("Grown("), again.stderr) == (1, "")
    assert first.stdout == again.stdout
    (row,) = work.results()
    assert (row.size, row.recall, row.asked > 0) == (SIZE, 1.0, True)
    assert row.build_cpu_s > 0
    assert 0 < row.disk_mb < row.serving_mb
    assert b"FAISS exact" in drawn.read_bytes()
