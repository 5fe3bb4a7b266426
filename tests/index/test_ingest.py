import os
import signal
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from index.embedders import Embedder, load
from index.errors import IndexMissing, IngestConflict, PolicyNotFound, UnreadableFile
from index.ingest import ingest, remove
from index.library import writing
from index.policy import policy_id
from index.report import IngestReport
from index.snapshot import open_searcher
from index.tables import open_engine
from tests.makers import policy

FIRST = "# 关于平台的意见\n一、中试平台。建设中试平台。\n二、人才队伍。引进海外人才。"
SECOND = "# 关于交通的意见\n一、公路。修建公路。"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load("builtin")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    (folder / "部门").mkdir(parents=True)
    (folder / "平台.md").write_text(FIRST, encoding="utf-8")
    (folder / "部门" / "交通.md").write_text(SECOND, encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def found(data: Path, text: str, embedder: Embedder) -> list[str]:
    """Ids of the clauses found, best first."""
    searcher = open_searcher(data, embedder=embedder)
    try:
        return [hit.clause.id for hit in searcher.search(text)]
    finally:
        searcher.close()


def test_a_folder_becomes_policies_that_are_found(
    data: Path, files: Path, embedder: Embedder
) -> None:
    report = ingest(data, [files], embedder=embedder)
    assert (report.added, report.policies, report.units) == (["平台.md", "部门/交通.md"], 2, 3)
    assert len(found(data, "中试平台", embedder)) == 3


def test_the_same_files_again_change_nothing(data: Path, files: Path, embedder: Embedder) -> None:
    ingest(data, [files], embedder=embedder)
    before = found(data, "海外人才", embedder)
    report = ingest(data, [files], embedder=embedder)
    assert report.unchanged == ["平台.md", "部门/交通.md"]
    assert (report.policies, report.units) == (2, 3)
    assert found(data, "海外人才", embedder) == before
    assert [path.name for path in (data / "snapshots").iterdir()] == ["00000001"]


def test_ids_do_not_depend_on_when_or_where(
    tmp_path: Path, files: Path, embedder: Embedder
) -> None:
    results = []
    for name in ("one", "two"):
        ingest(tmp_path / name, [files], embedder=embedder)
        results.append(found(tmp_path / name, "修建公路", embedder))
    assert results[0] == results[1]


def test_a_new_version_replaces_the_old(data: Path, files: Path, embedder: Embedder) -> None:
    ingest(data, [files], embedder=embedder)
    (files / "平台.md").write_text("# 关于平台的意见\n一、量子。研究量子。", encoding="utf-8")
    assert ingest(data, [files], embedder=embedder).replaced == ["平台.md"]
    searcher = open_searcher(data, embedder=embedder)
    assert "量子" in searcher.search("量子")[0].clause.text
    assert not any("海外人才" in hit.clause.text for hit in searcher.search("海外人才"))
    searcher.close()


def test_another_policy_under_the_same_name_is_replaced_with_a_warning(
    data: Path, files: Path, embedder: Embedder
) -> None:
    ingest(data, [files], embedder=embedder)
    (files / "平台.md").write_text("# 关于量子的意见\n一、量子。研究量子。", encoding="utf-8")
    report = ingest(data, [files], embedder=embedder)
    assert report.warnings == [("平台.md", "取代了同名文件中的《关于平台的意见》。")]


def test_an_open_searcher_picks_up_what_was_published(
    data: Path, files: Path, embedder: Embedder
) -> None:
    ingest(data, [files / "平台.md"], embedder=embedder)
    searcher = open_searcher(data, embedder=embedder)
    assert not any("公路" in hit.clause.text for hit in searcher.search("修建公路"))
    ingest(data, [files], embedder=embedder)
    assert "公路" in searcher.search("修建公路")[0].clause.text
    searcher.close()


def test_one_bad_file_does_not_stop_the_rest(data: Path, files: Path, embedder: Embedder) -> None:
    (files / "坏.md").write_bytes(b"\x00\x01")
    (files / "图.svg").write_bytes(b"")
    report = ingest(data, [files], embedder=embedder)
    assert [(name, type(error)) for name, error in report.failed] == [("坏.md", UnreadableFile)]
    assert report.skipped == ["图.svg"]
    assert len(report.added) == 2


def test_a_link_out_of_the_folder_is_not_followed(
    data: Path, files: Path, tmp_path: Path, embedder: Embedder
) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# 秘密\n一、甲。乙。", encoding="utf-8")
    (files / "link.md").symlink_to(secret)
    assert "link.md" not in ingest(data, [files], embedder=embedder).added


def test_a_second_ingest_is_told_that_one_is_running(
    data: Path, files: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.database.BUSY_SECONDS", 0.1)
    engine = open_engine(data)
    with writing(engine), pytest.raises(IngestConflict):
        ingest(data, [files], embedder=embedder)
    engine.dispose()


def test_progress_runs_from_nothing_to_everything(
    data: Path, files: Path, embedder: Embedder
) -> None:
    seen: list[tuple[str, int, int]] = []
    ingest(data, [files], embedder=embedder, progress=lambda *step: seen.append(step))
    assert seen[0] == ("读取文件", 0, 2)
    assert seen[-1] == ("建立索引", 3, 3)


def test_nothing_to_ingest_is_no_library(data: Path, embedder: Embedder) -> None:
    assert ingest(data, [], embedder=embedder) == IngestReport()
    with pytest.raises(IndexMissing):
        open_searcher(data, embedder=embedder)


def test_a_file_that_has_not_changed_is_not_read_again(data: Path, embedder: Embedder) -> None:
    """Its bytes would be refused, were they parsed."""
    file = data.parent / "坏.md"
    file.write_bytes(b"\x00\x01")
    known = replace(policy(FIRST, "坏.md"), sha256=sha256(b"\x00\x01").hexdigest())
    with writing(open_engine(data)) as (writer, _):
        writer.put(known)
    report = ingest(data, [file], embedder=embedder)
    assert (report.unchanged, report.failed) == (["坏.md"], [])


def test_two_files_of_one_name_do_not_replace_each_other(
    data: Path, files: Path, embedder: Embedder
) -> None:
    (files / "部门" / "平台.md").write_text(SECOND, encoding="utf-8")
    report = ingest(data, [files / "平台.md", files / "部门" / "平台.md"], embedder=embedder)
    assert report.added == ["平台.md"]
    assert [(name, "同名" in str(error)) for name, error in report.failed] == [("平台.md", True)]


def test_a_file_named_twice_is_read_once(data: Path, files: Path, embedder: Embedder) -> None:
    report = ingest(data, [files, files / "平台.md"], embedder=embedder)
    assert (report.added, report.failed) == (["平台.md", "部门/交通.md"], [])


def test_a_name_is_the_same_however_the_system_writes_it(
    data: Path, tmp_path: Path, embedder: Embedder
) -> None:
    """Some systems take é apart, others do not."""
    apart, together = tmp_path / "cafe\u0301.md", tmp_path / "caf\u00e9.md"
    apart.write_text(FIRST, encoding="utf-8")
    together.write_text(SECOND, encoding="utf-8")
    ingest(data, [apart], embedder=embedder)
    assert ingest(data, [together], embedder=embedder).replaced == [together.name]


def test_a_pipe_is_not_waited_for(data: Path, tmp_path: Path, embedder: Embedder) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    report = ingest(data, [tmp_path / "pipe.md"], embedder=embedder)
    assert [type(error) for _, error in report.failed] == [UnreadableFile]


def test_a_policy_without_clauses_leaves_an_index_that_opens(
    data: Path, tmp_path: Path, embedder: Embedder
) -> None:
    (tmp_path / "题.md").write_text("# 只有题目", encoding="utf-8")
    assert ingest(data, [tmp_path / "题.md"], embedder=embedder).units == 0
    assert found(data, "题目", embedder) == []


def test_the_index_before_the_published_one_is_kept_and_no_other(
    data: Path, files: Path, embedder: Embedder
) -> None:
    ingest(data, [files], embedder=embedder)
    ingest(data, [], embedder=embedder, rebuild=True)
    ingest(data, [], embedder=embedder, rebuild=True)
    kept = sorted(path.name for path in (data / "snapshots").iterdir())
    assert kept == ["00000002", "00000003"]


@pytest.mark.parametrize("name", ["部门/交通.md", "关于交通的意见", policy_id("部门/交通.md")])
def test_a_removed_policy_is_found_no_more(
    data: Path, files: Path, embedder: Embedder, name: str
) -> None:
    ingest(data, [files], embedder=embedder)
    assert [head.source_file for head in remove(data, [name], embedder=embedder)] == [
        "部门/交通.md"
    ]
    assert len(found(data, "修建公路", embedder)) == 2
    assert ingest(data, [files], embedder=embedder).added == ["部门/交通.md"]
    assert len(found(data, "修建公路", embedder)) == 3


def test_one_unknown_name_and_nothing_is_removed(
    data: Path, files: Path, embedder: Embedder
) -> None:
    ingest(data, [files], embedder=embedder)
    with pytest.raises(PolicyNotFound, match="没有"):
        remove(data, ["平台.md", "没有.md"], embedder=embedder)
    assert len(found(data, "中试平台", embedder)) == 3


def test_everything_may_be_removed(data: Path, files: Path, embedder: Embedder) -> None:
    ingest(data, [files], embedder=embedder)
    assert len(remove(data, ["平台.md", "部门/交通.md"], embedder=embedder)) == 2
    assert found(data, "中试平台", embedder) == []


@pytest.mark.parametrize("moment", ["remove", "finish", "seal", "publish"])
def test_a_killed_removal_leaves_the_state_before(
    data: Path, files: Path, embedder: Embedder, moment: str
) -> None:
    ingest(data, [files], embedder=embedder)
    before = found(data, "海外人才", embedder)
    killed = subprocess.run([sys.executable, "-c", KILLED, moment, data, "平台.md"], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert found(data, "海外人才", embedder) == before
    assert len(remove(data, ["平台.md"], embedder=embedder)) == 1


@pytest.mark.parametrize("moment", ["put", "finish", "seal", "publish"])
def test_a_killed_ingest_leaves_the_state_before(
    data: Path, files: Path, embedder: Embedder, moment: str
) -> None:
    ingest(data, [files / "平台.md"], embedder=embedder)
    before = found(data, "海外人才", embedder)
    killed = subprocess.run([sys.executable, "-c", KILLED, moment, data, files], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert found(data, "海外人才", embedder) == before
    assert ingest(data, [files], embedder=embedder).added == ["部门/交通.md"]


KILLED = f"""
import os, signal, sys
sys.path.insert(0, {str(Path.cwd())!r})
from pathlib import Path
from index import ingest as module, publication
from index.candidates.local import LocalBuilder
from index.embedders import load
from index.library import Writer

moment, data, what = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
owner = {{"finish": LocalBuilder, "seal": publication}}.get(moment, Writer)
real = getattr(owner, moment)

def die(*arguments):
    real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(owner, moment, die)
if what.is_dir():
    module.ingest(data, [what], embedder=load("builtin"))
else:
    module.remove(data, [str(what)], embedder=load("builtin"))
"""
