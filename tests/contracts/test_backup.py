"""Both databases × back-up, putting back and looking for damage."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from chatbot.backup import back_up, restore
from chatbot.doctor import State, examine
from chatbot.errors import BadBackup
from chatbot.records import Records
from chatbot.records.keys import Scope
from chatbot.settings import Settings
from chatbot.uploads import Upload
from index.embedders import load
from index.errors import IngestConflict, LibraryUnavailable
from index.ingest import ingest
from index.library import writing
from index.snapshot import open_searcher
from index.tables import open_engine

FIRST = "# 关于平台的意见\n一、中试平台。建设中试平台。"
SECOND = "# 关于交通的意见\n一、公路。修建公路。"


@pytest.fixture
def data(url: str | None, tmp_path: Path) -> Path:
    """A library of one policy, with a key, a conversation and an upload."""
    data = tmp_path / "data"
    publish(data, url, FIRST)
    with closing(Records.open(data, url)) as records:
        records.keys.create("门户", [Scope.ASK])
        records.conversations.begin()
        records.jobs.add([Upload("甲.md", "# 意见\n一、甲。".encode())])
    return data


@pytest.fixture
def file(data: Path, url: str | None, tmp_path: Path) -> Path:
    back_up(data, tmp_path / "备份.tar.gz", url)
    return tmp_path / "备份.tar.gz"


def publish(data: Path, url: str | None, text: str) -> None:
    file = data.parent / "意见.md"
    file.write_text(text, encoding="utf-8")
    ingest(data, [file], embedder=load("builtin"), url=url)


def found(data: Path, url: str | None) -> list[str]:
    with closing(open_searcher(data, embedder=load("builtin"), url=url)) as searcher:
        return [hit.clause.text for hit in searcher.search("平台")]


def wrong(data: Path, url: str | None, *, repair: bool = False) -> dict[str, State]:
    found = examine(Settings(data=data, database_url=url), repair=repair)
    return {
        each.what: each.state
        for each in found
        if each.state is not State.GOOD and each.what != "磁盘空间"
    }


def test_a_back_up_goes_into_either_database(
    file: Path, data: Path, url: str | None, other: str | None, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    restore(file, new, other)
    assert found(new, other) == found(data, url)
    with closing(Records.open(new, other)) as records:
        assert [key.name for key in records.keys.all()] == ["门户"]
        [job], total = records.jobs.recent()
        assert (total, records.jobs.files(job.id)[0].name) == (1, "甲.md")
        records.jobs.add([Upload("乙.md", b"# \xe4\xb9\x99")])  # numbers go on after those put back
        assert [job.names for job in records.jobs.recent()[0]] == [("乙.md",), ("甲.md",)]
    publish(new, other, SECOND)
    assert wrong(new, other) == {}


def test_a_server_that_runs_sees_the_restored_state_at_its_next_question(
    file: Path, data: Path, url: str | None
) -> None:
    before = found(data, url)
    publish(data, url, SECOND)
    with closing(open_searcher(data, embedder=load("builtin"), url=url)) as searcher:
        assert not any("中试" in hit.clause.text for hit in searcher.search("平台"))
        restore(file, data, url)
        assert [hit.clause.text for hit in searcher.search("平台")] == before


def test_nothing_is_restored_under_an_ingest(
    file: Path, data: Path, url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.database.BUSY_SECONDS", 0.1)
    engine = open_engine(data, url)
    if url:
        with writing(engine), pytest.raises(IngestConflict):
            restore(file, data, url)
    engine.dispose()
    restore(file, data, url)


def test_a_back_up_of_an_earlier_version_is_brought_to_this_one(
    file: Path, data: Path, url: str | None, tmp_path: Path
) -> None:
    """As it was before there were steps."""
    changed(file, tmp_path, "DROP TABLE library_revision", "DROP TABLE corrections")
    before = found(data, url)
    publish(data, url, SECOND)
    restore(file, data, url)
    assert found(data, url) == before


def test_a_back_up_of_a_later_version_is_refused(
    file: Path, data: Path, url: str | None, tmp_path: Path
) -> None:
    changed(file, tmp_path, "UPDATE library_revision SET version_num = '9999'")
    publish(data, url, SECOND)
    before = found(data, url)
    with pytest.raises(LibraryUnavailable, match="更新版本"):
        restore(file, data, url)
    assert found(data, url) == before


def test_an_index_that_is_lost_is_found_missing_and_built_anew(data: Path, url: str | None) -> None:
    before = found(data, url)
    shutil.rmtree(data / "snapshots")
    assert wrong(data, url) == {"索引": State.BAD}
    assert wrong(data, url, repair=True) == {"索引": State.MENDED}
    assert found(data, url) == before


def test_a_database_that_is_away_is_named(tmp_path: Path) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    assert wrong(tmp_path, url) == {"数据库": State.BAD}
    with pytest.raises((BadBackup, LibraryUnavailable)):
        back_up(tmp_path, tmp_path / "备份.tar.gz", url)
    assert not (tmp_path / "备份.tar.gz").exists()


def changed(file: Path, folder: Path, *statements: str) -> None:
    """The back-up with its library changed, and a manifest that says so."""
    import json
    import sqlite3
    import tarfile
    from hashlib import sha256

    place = folder / "changed"
    with tarfile.open(file) as archive:
        archive.extractall(place, filter="data")
    with closing(sqlite3.connect(place / "library.db")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    content = (place / "library.db").read_bytes()
    manifest["files"]["library.db"] = sha256(content).hexdigest()
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with tarfile.open(file, "w:gz") as archive:
        archive.add(place, arcname=".")
