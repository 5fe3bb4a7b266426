import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from chatbot.doctor import Finding, State, examine
from chatbot.settings import Settings
from index.embedders import load
from index.ingest import ingest
from index.snapshot import open_searcher

_PAGE = 4096


@pytest.fixture
def data(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    for number in range(60):
        articles = "\n".join(f"第{at}条 第{number}号内容。" * 3 for at in "一二三四五")
        text = f"# 第{number}号办法\n{articles}"
        (files / f"{number:02}.md").write_text(text, encoding="utf-8")
    ingest(tmp_path / "data", [files], embedder=load("builtin"))
    with closing(sqlite3.connect(tmp_path / "data" / "library.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return tmp_path / "data"


def wrong(data: Path, *, repair: bool = False) -> dict[str, Finding]:
    """What is not as it should be, by name; the room on this disk is nobody's business here."""
    found = examine(Settings(data=data), repair=repair)
    return {
        each.what: each
        for each in found
        if each.state is not State.GOOD and each.what != "磁盘空间"
    }


def policies(data: Path) -> list[str]:
    with closing(open_searcher(data, embedder=load("builtin"))) as searcher:
        assert searcher.search("第3号内容")
        library = searcher.library
        heads = library.heads()
        assert all(len(library.policy(head.id).clauses) >= 6 for head in heads)
        return [head.source_file for head in heads]


def test_a_good_installation_has_nothing_wrong(data: Path) -> None:
    assert wrong(data) == {}


def flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


@pytest.mark.parametrize("harm", [flipped, Path.unlink])
@pytest.mark.parametrize("pattern", ["dense.faiss", "entries.json", "policies.json"])
def test_a_damaged_index_is_found_and_built_anew(
    data: Path, pattern: str, harm: Callable[[Path], None]
) -> None:
    harm(next(data.glob(f"snapshots/*/{pattern}")))
    assert wrong(data)["索引"].state is State.BAD
    assert wrong(data, repair=True)["索引"].state is State.MENDED
    assert wrong(data) == {}
    assert len(policies(data)) == 60


def test_an_index_that_does_not_belong_to_the_library_is_built_anew(data: Path) -> None:
    with closing(sqlite3.connect(data / "library.db")) as connection:
        connection.execute("DELETE FROM policies WHERE source_file = '07.md'")
        connection.execute("DELETE FROM clauses WHERE policy_id NOT IN (SELECT id FROM policies)")
        connection.commit()
    assert "不一致" in wrong(data)["索引"].text
    wrong(data, repair=True)
    assert wrong(data) == {}


def test_what_a_killed_ingest_left_is_cleared_away(data: Path) -> None:
    (data / "snapshots" / "00000099").mkdir()
    (data / ".restore-x").mkdir()
    assert wrong(data)["残留文件"].state is State.BAD
    assert wrong(data, repair=True)["残留文件"].state is State.MENDED
    assert wrong(data) == {}


@pytest.mark.parametrize(
    ("table", "last"), [("policies", False), ("policies", True), ("clauses", False)]
)
def test_a_damaged_page_costs_what_was_on_it_and_that_is_named(
    data: Path, table: str, *, last: bool
) -> None:
    """Without the last page nobody knows how many rows there were."""
    file = data / "library.db"
    content = bytearray(file.read_bytes())
    page = leaf(file, content, table, last=last)
    content[page * _PAGE : (page + 1) * _PAGE] = b"\xde\xad" * (_PAGE // 2)
    file.write_bytes(content)
    assert wrong(data)["政策数据库"].state is State.BAD
    mended = wrong(data, repair=True)["政策数据库"]
    left = policies(data)
    assert 0 < len(left) < 60
    lost = {f"{number:02}.md" for number in range(60)} - set(left)
    assert all(name in mended.text for name in lost)
    assert "chatbot ingest" in mended.hint
    assert wrong(data) == {}
    report = ingest(data, [data.parent / "files"], embedder=load("builtin"))
    assert set(report.added) == lost
    assert len(policies(data)) == 60


def leaf(file: Path, content: bytearray, table: str, *, last: bool) -> int:
    """A page, from 0, that holds rows of a table and nothing else (fileformat2, 1.6: type 13)."""
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        root = connection.execute(query, (table,)).fetchone()[0] - 1
    start = root * _PAGE
    assert content[start] == 5
    pointer = 8 if last else int.from_bytes(content[start + 12 : start + 14], "big")
    return int.from_bytes(content[start + pointer : start + pointer + 4], "big") - 1
