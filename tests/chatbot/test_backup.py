import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from chatbot.backup import back_up, restore
from chatbot.errors import BadBackup
from chatbot.records.keys import Scope
from chatbot.settings import Settings
from chatbot.wiring import open_records
from index.embedders import load
from index.ingest import ingest
from index.search import Searcher
from index.snapshot import open_searcher

FIRST = "# 关于平台的意见\n一、中试平台。建设中试平台。"
SECOND = "# 关于交通的意见\n一、公路。修建公路。"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A library of one policy, with a key and a lexicon."""
    data = tmp_path / "data"
    publish(data, FIRST)
    (data / "lexicon.txt").write_text("中试: 小试\n", encoding="utf-8")
    with closing(open_records(Settings(data=data))) as records:
        records.keys.create("门户", [Scope.ASK])
    return data


@pytest.fixture
def file(data: Path, tmp_path: Path) -> Path:
    back_up(data, tmp_path / "备份.tar.gz")
    return tmp_path / "备份.tar.gz"


def publish(data: Path, text: str) -> None:
    file = data.parent / "意见.md"
    file.write_text(text, encoding="utf-8")
    ingest(data, [file], embedder=load("builtin"))


def opened(data: Path) -> Searcher:
    return open_searcher(data, embedder=load("builtin"))


def found(data: Path) -> list[str]:
    with closing(opened(data)) as searcher:
        return [hit.clause.text for hit in searcher.search("平台")]


def test_everything_comes_back_into_an_empty_folder(data: Path, file: Path, tmp_path: Path) -> None:
    restore(file, tmp_path / "new")
    assert found(tmp_path / "new") == found(data)
    assert (tmp_path / "new" / "lexicon.txt").read_text(encoding="utf-8") == "中试: 小试\n"
    with closing(open_records(Settings(data=tmp_path / "new"))) as records:
        assert [key.name for key in records.keys.all()] == ["门户"]


def test_a_server_that_runs_sees_the_restored_state_at_its_next_question(
    data: Path, file: Path
) -> None:
    before = found(data)
    publish(data, SECOND)
    with closing(opened(data)) as searcher:
        assert not any("中试" in hit.clause.text for hit in searcher.search("平台"))
        restore(file, data)
        assert [hit.clause.text for hit in searcher.search("平台")] == before


def test_ingests_go_on_after_a_restore(data: Path, file: Path) -> None:
    publish(data, SECOND)
    restore(file, data)
    publish(data, SECOND)
    with closing(opened(data)) as searcher:
        assert "公路" in searcher.search("修建公路")[0].clause.text


@pytest.mark.parametrize("harm", [0.3, 0.9])
def test_a_damaged_back_up_changes_nothing(data: Path, file: Path, harm: float) -> None:
    content = bytearray(file.read_bytes())
    at = int(len(content) * harm)
    content[at : at + 50] = bytes(50)
    file.write_bytes(content)
    publish(data, SECOND)
    before = found(data)
    with pytest.raises(BadBackup):
        restore(file, data)
    assert found(data) == before
    assert not list(data.glob(".restore-*"))


def test_a_damaged_library_is_put_aside_and_replaced(data: Path, file: Path) -> None:
    before = found(data)
    for name in ("library.db-wal", "library.db-shm"):
        (data / name).unlink(missing_ok=True)
    (data / "library.db").write_bytes(b"no database" * 1000)
    restore(file, data)
    assert found(data) == before
    assert (data / "library.db.damaged-1").exists()


def test_without_a_library_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(BadBackup, match="没有政策库"):
        back_up(tmp_path, tmp_path / "备份.tar.gz")


@pytest.mark.parametrize("moment", ["_put_library", "_put"])
def test_a_killed_restore_leaves_one_whole_state(data: Path, file: Path, moment: str) -> None:
    wanted = found(data)
    publish(data, SECOND)
    before = found(data)
    command = [sys.executable, "-c", KILLED, moment, str(file), str(data)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert found(data) == (before if moment == "_put_library" else wanted)
    restore(file, data)
    assert found(data) == wanted


KILLED = f"""
import os, signal, sys
sys.path.insert(0, {str(Path.cwd())!r})
from pathlib import Path
from chatbot.backup import files, restore

moment, file, data = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
real = getattr(files, moment)

def die(*arguments):
    real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(files, moment, die)
restore(file, data)
"""
