import random
from pathlib import Path

import pytest

from index.candidates.entries import Entries, read
from index.clause import Hit
from index.embedders import Embedder, Vectors, load
from index.ingest import ingest, remove
from index.snapshot import folder, open_searcher

SUBJECTS = (
    "平台人才公路能源水利教育医疗数据量子中试海洋森林税收补贴园区创新企业"
    "标准贸易文化旅游体育养老住房交通粮食种业气象环保安全消防电力煤炭"
)
WORDS = [SUBJECTS[at : at + 2] for at in range(0, len(SUBJECTS), 2)]
QUERIES = ["量子平台", "人才补贴和税收", "森林消防安全", "气象数据标准怎么定", "新法", "养老住房"]


class Watched:
    """The built-in embedder, and the texts that it was given."""

    def __init__(self) -> None:
        self._real = load("builtin")
        self.name, self.dim = self._real.name, self._real.dim
        self.seen: list[str] = []

    def documents(self, texts: list[str]) -> Vectors:
        self.seen += texts
        return self._real.documents(texts)

    def query(self, text: str) -> Vectors:
        return self._real.query(text)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load("builtin")


def text(number: int, title: str = "") -> str:
    """A policy of five clauses; every third cites the first."""
    choose = random.Random(number)
    clauses = "".join(
        f"第{'一二三四五'[i]}条 {''.join(choose.sample(WORDS, 12))}，编号{number}之{i}。\n\n"
        for i in range(5)
    )
    cites = "依照《零号办法》执行。" if number % 3 == 0 else ""
    return f"# {title or f'{number}号办法'}\n\n{cites}\n\n{clauses}"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    (made / "00.md").write_text(text(1, "零号办法"), encoding="utf-8")
    for number in range(1, 40):
        (made / f"{number:02}.md").write_text(text(number), encoding="utf-8")
    return made


def hits(data: Path, embedder: Embedder) -> list[list[Hit]]:
    searcher = open_searcher(data, embedder=embedder)
    try:
        return [searcher.search(query) for query in QUERIES]
    finally:
        searcher.close()


def entries(data: Path) -> Entries:
    return read(max((data / "snapshots").iterdir()))


def cited(data: Path) -> list[float]:
    """The prominence of the policies that have any."""
    return [told.cited for told in entries(data).standings.values() if told.cited]


def changed(data: Path, files: Path, embedder: Embedder) -> None:
    """Files replaced, added and removed, one ingest at a time, in an index of them all."""
    ingest(data, [files], embedder=embedder)
    for number in (3, 7, 41, 3, 42, 43):
        new = text(100 + number, f"第{number}号新法")
        (files / f"{number:02}.md").write_text(new, encoding="utf-8")
        ingest(data, [files], embedder=embedder)
    remove(data, ["09.md", "12号办法"], embedder=embedder)


@pytest.mark.parametrize("exact_up_to", [30_000, 50])
def test_an_index_that_was_changed_finds_what_one_built_anew_does(
    tmp_path: Path,
    files: Path,
    embedder: Embedder,
    exact_up_to: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.dense._EXACT_UP_TO", exact_up_to)
    data, anew = tmp_path / "changed", tmp_path / "anew"
    changed(data, files, embedder)
    (files / "09.md").unlink()
    (files / "12.md").unlink()
    ingest(anew, [files], embedder=embedder)
    assert entries(data).next_key != entries(anew).next_key
    for ours, theirs in zip(hits(data, embedder), hits(anew, embedder), strict=True):
        assert [hit.clause.id for hit in ours] == [hit.clause.id for hit in theirs]
        assert [hit.score for hit in ours] == pytest.approx([h.score for h in theirs], rel=5e-3)


def test_prominence_follows_those_who_cite(tmp_path: Path, files: Path, embedder: Embedder) -> None:
    data, anew = tmp_path / "changed", tmp_path / "anew"
    changed(data, files, embedder)
    (files / "09.md").unlink()
    (files / "12.md").unlink()
    ingest(anew, [files], embedder=embedder)
    assert entries(data).standings == entries(anew).standings
    assert cited(data)
    remove(data, ["00.md"], embedder=embedder)
    assert not cited(data)


def test_only_what_changed_is_embedded(tmp_path: Path, files: Path) -> None:
    watched = Watched()
    ingest(tmp_path / "data", [files], embedder=watched)
    watched.seen.clear()
    (files / "05.md").write_text(text(104), encoding="utf-8")
    ingest(tmp_path / "data", [files], embedder=watched)
    assert len(watched.seen) == 5
    assert all("104号办法" in seen for seen in watched.seen)
    watched.seen.clear()
    remove(tmp_path / "data", ["06.md"], embedder=watched)
    assert watched.seen == []


def test_the_snapshot_before_is_left_as_it_was(
    tmp_path: Path, files: Path, embedder: Embedder
) -> None:
    data = tmp_path / "data"
    ingest(data, [files], embedder=embedder)
    first = folder(data, "00000001")
    before = {path: path.read_bytes() for path in first.rglob("*") if path.is_file()}
    (files / "05.md").write_text(text(104), encoding="utf-8")
    ingest(data, [files], embedder=embedder)
    assert {path: path.read_bytes() for path in first.rglob("*") if path.is_file()} == before


def test_files_are_copied_where_they_cannot_be_linked(
    tmp_path: Path, files: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("os.link", refuse)
    ingest(tmp_path / "data", [files], embedder=embedder)
    remove(tmp_path / "data", ["05.md"], embedder=embedder)
    assert len(hits(tmp_path / "data", embedder)[0]) == 10


def test_with_more_than_a_fifth_dead_the_index_is_built_anew(
    tmp_path: Path, files: Path, embedder: Embedder
) -> None:
    data = tmp_path / "data"
    ingest(data, [files], embedder=embedder)
    total = entries(data).next_key
    remove(data, [f"{number:02}.md" for number in range(1, 9)], embedder=embedder)
    assert entries(data).next_key == total
    remove(data, ["09.md"], embedder=embedder)
    assert entries(data).next_key == len(entries(data).clause_ids)


def test_a_damaged_index_is_not_begun_with(tmp_path: Path, files: Path, embedder: Embedder) -> None:
    data = tmp_path / "data"
    ingest(data, [files], embedder=embedder)
    (folder(data, "00000001") / "dense.faiss").unlink()
    remove(data, ["05.md"], embedder=embedder)
    assert all(hits(data, embedder))


def test_an_index_of_another_embedder_is_not_begun_with(
    tmp_path: Path, files: Path, embedder: Embedder
) -> None:
    data, watched = tmp_path / "data", Watched()
    ingest(data, [files], embedder=embedder)
    watched.name = "another"
    remove(data, ["05.md"], embedder=watched)
    assert len(watched.seen) == len(entries(data).clause_ids)
