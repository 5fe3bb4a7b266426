"""Against a scheduler and workers that are processes of their own, on loopback."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from secrets import token_hex

import numpy as np
import pytest

from index import cluster as clusters
from index import scheduler
from index.candidates import Backend
from index.candidates.entries import read
from index.candidates.local import LOCAL
from index.cluster import OnCluster, Recipe, cluster
from index.dense import Dense
from index.embedders import Embedder, Options, load
from index.errors import ClusterFailed, EmbedderMismatch
from index.ingest import Ingest, ingest
from index.milvus.backend import Milvus
from index.milvus.options import Options as MilvusOptions
from index.partitions import Partitions
from index.reading import Content
from index.report import IngestReport
from index.snapshot import open_searcher
from tests.clusters import ROOT, RunningCluster, cluster_of
from tests.onnx_models import graph
from tests.waiting import until

FILES = 24
QUESTIONS = ("第3号办法的补助", "量子平台怎么建", "公路归谁", "罚款多少")


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load("builtin")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    """Two workers, the second of which says that it has a graphics card."""
    with cluster_of(tmp_path_factory.mktemp("dask"), (), ("--resources", "GPU=1")) as made:
        yield made


@pytest.fixture(autouse=True)
def small_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_FILES", 2)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(FILES):
        text = f"# 第{number}号办法\n第一条 量子平台补助{number}万元。\n第二条 公路归{number}局。"
        (folder / f"{number:02}.md").write_text(text, encoding="utf-8")
    (folder / "坏.md").write_bytes(b"\x00")
    return folder


def on_cluster(
    address: str, embedder: Embedder, data: Path, files: Path, backend: Backend = LOCAL
) -> IngestReport:
    recipe = Recipe("builtin", Options(), embedder.name)
    with (
        cluster(address, embedder, recipe, data / "partitions") as workers,
        closing(Ingest(data, embedder, preparing=workers, backend=backend)) as opened,
    ):
        return opened.sync([files])


def index_of(data: Path) -> tuple[list[str], np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """The clauses in the index that was published, and their vectors."""
    snapshot = max((data / "snapshots").iterdir())
    return read(snapshot).clause_ids, Dense(snapshot / "dense.faiss").all()


def answers(
    data: Path, embedder: Embedder, backend: Backend = LOCAL
) -> list[list[tuple[str, float]]]:
    with closing(open_searcher(data, embedder=embedder, backend=backend)) as searcher:
        found = [searcher.search(question) for question in QUESTIONS]
    return [[(hit.clause.id, hit.score) for hit in hits] for hits in found]


def same(bulk: Path, files: Path, embedder: Embedder, tmp_path: Path) -> bool:
    """Whether a library is as a plain ingest makes it."""
    plain = tmp_path / "plain"
    ingest(plain, [files], embedder=embedder)
    (ids, vectors), (expected, exact) = index_of(bulk), index_of(plain)
    return (
        ids == expected
        and np.array_equal(vectors, exact)
        and answers(bulk, embedder) == answers(plain, embedder)
    )


def test_a_cluster_makes_the_library_that_one_machine_makes(
    running: RunningCluster, embedder: Embedder, files: Path, tmp_path: Path
) -> None:
    report = on_cluster(running.address, embedder, tmp_path / "bulk", files)
    assert (report.policies, report.units) == (FILES, 2 * FILES)
    assert [name for name, _ in report.failed] == ["坏.md"]
    assert same(tmp_path / "bulk", files, embedder, tmp_path)
    assert not (tmp_path / "bulk" / "partitions").exists()
    assert [path.name for path in (tmp_path / "bulk" / "snapshots").iterdir()] == ["00000001"]


def test_a_cluster_fills_milvus_as_one_machine_does(
    running: RunningCluster, embedder: Embedder, files: Path, tmp_path: Path, milvus: str
) -> None:
    for some in sorted(files.iterdir())[6:]:
        some.unlink()
    bulk, plain = tmp_path / "bulk", tmp_path / "plain"
    options = MilvusOptions(milvus, collection=f"t{token_hex(4)}", timeout_s=60)
    by_workers, by_one = Milvus(options, bulk), Milvus(options, plain)
    report = on_cluster(running.address, embedder, bulk, files, by_workers)
    with closing(Ingest(plain, embedder, backend=by_one)) as opened:
        alone = opened.sync([files])
    assert (report.policies, report.units) == (alone.policies, alone.units) == (6, 12)
    assert answers(bulk, embedder, by_workers) == answers(plain, embedder, by_one)
    assert by_workers.open(max((bulk / "snapshots").iterdir())).frequency("量子") == 6


def test_an_index_is_built_anew_by_a_cluster(
    running: RunningCluster, embedder: Embedder, files: Path, tmp_path: Path
) -> None:
    model = graph(tmp_path / "model")
    ingest(tmp_path / "bulk", [files], embedder=embedder)
    recipe = Recipe(model, Options(), load(model).name)
    before = running.client.run(clusters._loaded.cache_info)
    with (
        cluster(running.address, load(model), recipe, tmp_path / "partitions") as workers,
        closing(Ingest(tmp_path / "bulk", load(model), preparing=workers)) as opened,
    ):
        opened.sync([], rebuild=True)
    ingest(tmp_path / "plain", [files], embedder=load(model))
    np.testing.assert_allclose(
        index_of(tmp_path / "bulk")[1], index_of(tmp_path / "plain")[1], atol=1e-6
    )
    after = running.client.run(clusters._loaded.cache_info)
    used = [address for address in before if before[address] != after[address]]
    assert used == [running.addresses[1]]  # the one with a graphics card


def test_what_a_killed_worker_had_is_done_by_another(
    embedder: Embedder, files: Path, tmp_path: Path
) -> None:
    with ThreadPoolExecutor() as beside, cluster_of(tmp_path, (), ()) as running:
        running.workers[0].send_signal(signal.SIGSTOP)
        bulk = tmp_path / "bulk"
        report = beside.submit(on_cluster, running.address, embedder, bulk, files)
        until(lambda: running.busy(0))
        running.workers[0].kill()
        assert report.result().policies == FILES
        assert same(bulk, files, embedder, tmp_path)


def test_a_lost_scheduler_is_an_error_and_what_was_done_is_kept(
    embedder: Embedder, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "_PATIENCE_S", 15)  # to come back
    bulk = tmp_path / "bulk"
    with ThreadPoolExecutor() as beside, cluster_of(tmp_path, (), ()) as running:
        running.workers[0].send_signal(signal.SIGSTOP)
        report = beside.submit(on_cluster, running.address, embedder, bulk, files)
        until(lambda: running.busy(0) and list((bulk / "partitions").glob("*.jsonl")))
        running.scheduler.kill()
        with pytest.raises(ClusterFailed, match="集群"):
            report.result()
    assert list((bulk / "partitions").glob("*.jsonl"))
    assert not list(bulk.glob("snapshots/*"))


def test_a_run_that_was_killed_goes_on_where_it_was(
    running: RunningCluster, embedder: Embedder, files: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "bulk" / "partitions"
    running.workers[0].send_signal(signal.SIGSTOP)
    killed = driver(running.address, tmp_path / "bulk", files)
    until(lambda: list(folder.glob("*.jsonl")))
    killed.kill()
    killed.wait()
    running.workers[0].send_signal(signal.SIGCONT)
    kept = {path: path.stat().st_ino for path in folder.glob("*.jsonl")}
    done = Partitions(folder)
    contents = [Content(path.name, path.read_bytes()) for path in sorted(files.iterdir())]
    recipe = Recipe("builtin", Options(), embedder.name)
    assert len(list(OnCluster(running.client, embedder, recipe, done).read(iter(contents)))) == 25
    assert 0 < lines(list(kept)) < len(contents)
    assert {path: path.stat().st_ino for path in kept} == kept
    assert lines(list(folder.glob("*.jsonl"))) == len(contents)  # none was read twice
    on_cluster(running.address, embedder, tmp_path / "bulk", files)
    assert same(tmp_path / "bulk", files, embedder, tmp_path)


def test_a_worker_with_another_model_is_found_out(
    running: RunningCluster, embedder: Embedder, files: Path, tmp_path: Path
) -> None:
    recipe = Recipe("builtin", Options(), "builtin:another")
    with (
        pytest.raises(EmbedderMismatch, match="builtin:another"),
        cluster(running.address, embedder, recipe, tmp_path / "partitions") as workers,
        closing(Ingest(tmp_path / "bulk", embedder, preparing=workers)) as opened,
    ):
        opened.sync([files])


def lines(paths: Sequence[Path]) -> int:
    return sum(len(path.read_bytes().splitlines()) for path in paths)


def driver(address: str, data: Path, files: Path) -> subprocess.Popen[bytes]:
    """`on_cluster` in a process of its own."""
    program = (
        "import sys; from pathlib import Path; from index import cluster;"
        "from index.embedders import load; from tests.index.test_cluster import on_cluster;"
        "cluster._FILES = 2;"
        "on_cluster(sys.argv[1], load('builtin'), Path(sys.argv[2]), Path(sys.argv[3]))"
    )
    command = [sys.executable, "-c", program, address, str(data), str(files)]
    return subprocess.Popen(command, cwd=ROOT)
