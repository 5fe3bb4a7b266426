"""The whole way over a Milvus server: ingest, ask, replace, remove, rebuild, be killed."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from threading import Event

import pytest
from pymilvus import MilvusClient

from index.candidates import Wanted
from index.candidates.local import LOCAL
from index.embedders import Embedder, Vectors, load, unit_length
from index.errors import BackendUnavailable, EmbedderMismatch, IndexDamaged
from index.filters import Filters
from index.ingest import Ingest, ingest
from index.milvus.backend import Milvus
from index.milvus.options import Options
from index.search import Searcher
from index.snapshot import open_index, open_searcher
from tests.laws import write
from tests.waiting import PATIENCE_S

TOPICS = ("中试平台", "海水养殖", "公路修建", "海外人才", "档案管理", "碳排放权", "数据交易")


class Narrow:
    """An embedder of fewer dimensions: some of those of the built-in one."""

    name, dim = "narrow", 32

    def __init__(self) -> None:
        self._real = load("builtin")

    def documents(self, texts: list[str]) -> Vectors:
        narrowed: Vectors = unit_length(self._real.documents(texts)[:, : self.dim])
        return narrowed

    def query(self, text: str) -> Vectors:
        one: Vectors = self.documents([text])[0]
        return one


class Place:
    """A library whose index is with a Milvus server, in collections of its own."""

    def __init__(self, data: Path, address: str) -> None:
        self.data, self.collection = data, f"t{token_hex(4)}"
        self.backend = self.another(address)
        self.client = MilvusClient(address)

    def another(self, address: str) -> Milvus:
        return Milvus(Options(address, collection=self.collection, timeout_s=60), self.data)

    def ingest(self, files: Path, embedder: Embedder, *, rebuild: bool = False) -> None:
        with closing(Ingest(self.data, embedder, backend=self.backend)) as opened:
            opened.sync([files], rebuild=rebuild, allow=True)

    def searcher(self, embedder: Embedder) -> Searcher:
        return open_searcher(self.data, embedder=embedder, backend=self.backend)

    def collections(self) -> list[str]:
        names: list[str] = self.client.list_collections()
        return sorted(name for name in names if name.startswith(f"{self.collection}_"))

    def rows(self) -> int:
        """How many there are in the published collection, seen or not."""
        counted = self.client.query(self.collection, output_fields=["count(*)"])
        return int(counted[0]["count(*)"])


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load("builtin")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for topic in TOPICS:
        put(folder, topic, "支持")
    return folder


def put(folder: Path, topic: str, deed: str) -> None:
    text = f"# 关于{topic}的意见\n一、任务。{deed}{topic}。\n二、保障。加强领导。"
    (folder / f"{topic}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def place(milvus: str, tmp_path: Path, files: Path, embedder: Embedder) -> Place:
    made = Place(tmp_path / "data", milvus)
    made.ingest(files, embedder)
    return made


@pytest.fixture
def searcher(place: Place, embedder: Embedder) -> Iterator[Searcher]:
    with closing(place.searcher(embedder)) as opened:
        yield opened


def first(searcher: Searcher, question: str) -> str:
    return searcher.search(question)[0].clause.text


def test_what_is_replaced_and_removed_is_so_from_the_next_search_on(
    searcher: Searcher, place: Place, files: Path, embedder: Embedder
) -> None:
    assert first(searcher, "中试平台") == "一、任务。支持中试平台。"
    put(files, "中试平台", "取消")
    place.ingest(files, embedder)
    assert first(searcher, "中试平台") == "一、任务。取消中试平台。"
    (files / "中试平台.md").unlink()
    place.ingest(files, embedder)
    assert all("中试" not in hit.clause.text for hit in searcher.search("中试平台"))
    assert len(place.collections()) == 1


def test_who_reads_the_state_before_goes_on_with_it(
    place: Place, files: Path, embedder: Embedder
) -> None:
    with closing(place.searcher(embedder)) as opened:
        vector, name = embedder.query("中试平台"), opened.published().snapshot
    before = open_index(place.data, name, embedder, place.backend)
    wanted = Wanted(["中", "试", "取"], vector)
    seen = list(before.find(wanted, 10, Filters()))
    put(files, "中试平台", "取消")
    place.ingest(files, embedder)
    assert list(before.find(wanted, 10, Filters())) == seen
    assert before.frequency("取消") == 0


def test_what_nobody_reads_any_more_goes(place: Place, files: Path, embedder: Embedder) -> None:
    for deed in ("取消", "推迟", "恢复"):
        put(files, "中试平台", deed)
        place.ingest(files, embedder)
    two_before, one_before = 2, 2
    assert place.rows() == 2 * len(TOPICS) + two_before + one_before


def test_a_rebuild_by_another_embedder_swaps_collections_under_readers(
    searcher: Searcher, place: Place, files: Path
) -> None:
    begun, built = Event(), Event()

    def reading() -> list[str]:
        seen = []
        while not built.is_set():
            try:
                seen.append(first(searcher, "海水养殖"))
            except EmbedderMismatch:
                break
            begun.set()
        return seen

    with ThreadPoolExecutor() as pool:
        reader = pool.submit(reading)
        assert begun.wait(PATIENCE_S)
        place.ingest(files, Narrow(), rebuild=True)
        built.set()
    assert set(reader.result()) == {"一、任务。支持海水养殖。"}
    with pytest.raises(EmbedderMismatch):
        searcher.search("海水养殖")
    with closing(place.searcher(Narrow())) as opened:
        assert first(opened, "海水养殖") == "一、任务。支持海水养殖。"
    _, new = place.collections()
    assert place.client.describe_alias(place.collection)["collection_name"] == new
    put(files, "公路修建", "取消")
    place.ingest(files, Narrow())
    assert place.collections() == [new]


def test_a_library_moves_to_milvus_and_back_under_a_reader(
    milvus: str, tmp_path: Path, files: Path, embedder: Embedder
) -> None:
    moved = Place(tmp_path / "data", milvus)
    ingest(moved.data, [files], embedder=embedder)
    with closing(moved.searcher(embedder)) as reader:
        before = reader.search("碳排放权")
        moved.ingest(files, embedder, rebuild=True)
        assert [hit.clause for hit in reader.search("碳排放权")] == [hit.clause for hit in before]
        assert len(moved.collections()) == 1
        ingest(moved.data, [files], embedder=embedder, rebuild=True)
        assert reader.search("碳排放权") == before
    with closing(open_searcher(moved.data, embedder=embedder)) as local:
        assert local.search("碳排放权") == before


def test_an_index_with_milvus_is_not_read_without_it(place: Place, embedder: Embedder) -> None:
    with pytest.raises(BackendUnavailable) as caught:
        open_searcher(place.data, embedder=embedder)
    assert "CHATBOT_MILVUS_URI" in caught.value.hint


@pytest.mark.parametrize("moment", ["add", "seal", "publish"])
def test_a_killed_ingest_leaves_the_state_before_and_the_next_its_rows(
    place: Place, files: Path, embedder: Embedder, moment: str
) -> None:
    put(files, "中试平台", "取消")
    killed(place, files, moment)
    with closing(place.searcher(embedder)) as opened:
        assert first(opened, "中试平台") == "一、任务。支持中试平台。"
        place.ingest(files, embedder)
        assert first(opened, "中试平台") == "一、任务。取消中试平台。"
    gone = 2
    assert place.rows() == 2 * len(TOPICS) + gone


def killed(place: Place, files: Path, moment: str) -> None:
    """Have an ingest of these files be killed after a moment of it."""
    there = (place.backend._options.uri, place.collection, str(place.data), str(files))
    ended = subprocess.run([sys.executable, "-c", KILLED, moment, *there], check=False)
    assert ended.returncode == -signal.SIGKILL


KILLED = f"""
import os, signal, sys
sys.path.insert(0, {str(Path.cwd())!r})
from pathlib import Path
from index import publication
from index.embedders import load
from index.ingest import Ingest
from index.library import Writer
from index.milvus.backend import Milvus
from index.milvus.builder import MilvusBuilder
from index.milvus.options import Options

moment, uri, collection, data, files = sys.argv[1:]
owner = {{"seal": publication, "publish": Writer}}.get(moment, MilvusBuilder)
real = getattr(owner, moment)

def die(*arguments):
    real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(owner, moment, die)
backend = Milvus(Options(uri, collection=collection, timeout_s=60), Path(data))
Ingest(Path(data), load("builtin"), backend=backend).sync([Path(files)])
"""


def test_a_killed_first_ingest_leaves_no_collection_behind(
    milvus: str, tmp_path: Path, files: Path, embedder: Embedder
) -> None:
    fresh = Place(tmp_path / "data", milvus)
    killed(fresh, files, "finish")
    fresh.ingest(files, embedder)
    assert len(fresh.collections()) == 1
    assert fresh.rows() == 2 * len(TOPICS)


def test_rows_that_were_lost_are_noticed_and_indexed_again(
    place: Place, files: Path, embedder: Embedder
) -> None:
    place.client.delete(place.collection, filter="key > 0")
    with pytest.raises(IndexDamaged) as caught:
        place.searcher(embedder)
    assert "ingest --rebuild" in caught.value.hint
    put(files, "中试平台", "取消")
    place.ingest(files, embedder)
    with closing(place.searcher(embedder)) as opened:
        assert first(opened, "中试平台") == "一、任务。取消中试平台。"
        assert first(opened, "碳排放权") == "一、任务。支持碳排放权。"


def test_a_copy_of_a_library_writes_collections_of_its_own(
    milvus: str, place: Place, files: Path, embedder: Embedder
) -> None:
    copy = Place(place.data.with_name("copy"), milvus)
    copy.collection, copy.backend = place.collection, Milvus(place.backend._options, copy.data)
    for name in ("library.db", "snapshots"):
        subprocess.run(["cp", "-r", place.data / name, made(copy.data) / name], check=True)
    with closing(copy.searcher(embedder)) as opened:
        assert first(opened, "中试平台") == "一、任务。支持中试平台。"
        put(files, "中试平台", "取消")
        copy.ingest(files, embedder)
        assert first(opened, "中试平台") == "一、任务。取消中试平台。"
    with closing(place.searcher(embedder)) as opened:
        assert first(opened, "中试平台") == "一、任务。支持中试平台。"
    assert len(place.collections()) == 2


def made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def test_a_server_that_is_away_is_named_and_nothing_is_changed(
    place: Place, files: Path, embedder: Embedder
) -> None:
    place.backend = Milvus(Options("http://127.0.0.1:1", "root:secret", timeout_s=1), place.data)
    put(files, "中试平台", "取消")
    with pytest.raises(BackendUnavailable) as caught:
        place.ingest(files, embedder)
    assert "127.0.0.1:1" in caught.value.what
    assert caught.value.kept
    assert "secret" not in str(caught.value)
    place.backend = place.another(place.client._config.uri)
    with closing(place.searcher(embedder)) as opened:
        assert first(opened, "中试平台") == "一、任务。支持中试平台。"


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(issuers=("国务院",)),
        Filters(regions=("北京", "上海")),
        Filters(levels=("法律",)),
        Filters(issued_from="2020-01-01"),
        Filters(as_of="2020-01-01"),
        Filters(issuers=("无此机关",)),
    ],
    ids=str,
)
def test_every_filter_lets_the_same_pass_as_in_files(
    both: tuple[Searcher, Searcher], filters: Filters
) -> None:
    for question in ("公司是什么", "安全生产", "节能条例"):
        by_files, by_milvus = (searcher.search(question, 10, filters) for searcher in both)
        assert [hit.clause.id for hit in by_milvus] == [hit.clause.id for hit in by_files]
        assert [hit.score for hit in by_milvus] == pytest.approx([hit.score for hit in by_files])


@pytest.fixture(scope="module")
def both(
    milvus: str, tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Iterator[tuple[Searcher, Searcher]]:
    folder = tmp_path_factory.mktemp("laws")
    write(folder)
    opened = []
    for name, backend in (("files", LOCAL), ("milvus", None)):
        data = tmp_path_factory.mktemp(name)
        held = backend or Milvus(Options(milvus, collection=f"t{token_hex(4)}", timeout_s=60), data)
        with closing(Ingest(data, embedder, backend=held)) as writing:
            writing.sync([folder])
        opened.append(open_searcher(data, embedder=embedder, backend=held))
    yield opened[0], opened[1]
    for searcher in opened:
        searcher.close()
