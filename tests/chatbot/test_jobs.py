import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatbot.jobs import UPLOADED, Worker, work
from chatbot.records import Records
from chatbot.records.jobs import Job, State
from chatbot.settings import Settings
from chatbot.uploads import Upload
from chatbot.wiring import open_records
from index.embedders import load
from index.library import Library, writing
from index.snapshot import open_searcher
from index.tables import open_engine
from tests.waiting import until

FIRST = "# 关于平台的意见\n一、中试平台。建设中试平台。"
SECOND = "# 关于平台的意见\n一、量子平台。建设量子平台。"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def records(settings: Settings) -> Iterator[Records]:
    records = open_records(settings)
    yield records
    records.close()


@pytest.fixture
def do(settings: Settings, records: Records) -> Callable[[Job], Job]:
    def done(job: Job) -> Job:
        work(settings)
        return records.jobs.read(job.id)

    return done


def upload(text: str, name: str = "平台.md") -> list[Upload]:
    return [Upload(name, text.encode())]


def texts(settings: Settings) -> dict[str, str]:
    """Source file → text of every policy."""
    library = Library(open_engine(settings.data))
    try:
        return {head.source_file: library.policy(head.id).text for head in library.heads()}
    finally:
        library.close()


def the_id(settings: Settings, name: str) -> str:
    library = Library(open_engine(settings.data))
    try:
        return next(head.id for head in library.heads() if head.source_file == name)
    finally:
        library.close()


def test_an_upload_becomes_a_policy_and_one_bad_file_does_not_stop_it(
    settings: Settings, records: Records, do: Callable[[Job], Job]
) -> None:
    job = do(records.jobs.add([*upload(FIRST), Upload("坏.md", b"\x00"), Upload("a.exe", b"x")]))
    assert job.state is State.DONE
    assert job.result
    assert job.result.added == (f"{UPLOADED}平台.md",)
    assert [name for name, _ in job.result.failed] == [f"{UPLOADED}坏.md", f"{UPLOADED}a.exe"]
    assert texts(settings) == {f"{UPLOADED}平台.md": FIRST}


def test_the_same_name_again_replaces_and_undo_brings_the_old_text_back(
    settings: Settings, records: Records, do: Callable[[Job], Job]
) -> None:
    do(records.jobs.add(upload(FIRST)))
    replacing = do(records.jobs.add(upload(SECOND)))
    assert replacing.result
    assert replacing.result.replaced == (f"{UPLOADED}平台.md",)
    undoing = do(records.jobs.undo(replacing.id))
    assert undoing.result
    assert undoing.result.replaced == (f"{UPLOADED}平台.md",)
    assert texts(settings) == {f"{UPLOADED}平台.md": FIRST}
    searcher = open_searcher(settings.data, embedder=load("builtin"))
    assert "中试" in searcher.search("平台")[0].clause.text
    searcher.close()


def test_a_removed_policy_comes_back_clause_by_clause_and_goes_again(
    settings: Settings, records: Records, do: Callable[[Job], Job]
) -> None:
    do(records.jobs.add(upload(FIRST)))
    policy_id = the_id(settings, f"{UPLOADED}平台.md")
    library = Library(open_engine(settings.data))
    before = library.policy(policy_id)
    removing = do(records.jobs.remove([policy_id]))
    assert removing.result
    assert removing.result.removed == (f"{UPLOADED}平台.md",)
    assert texts(settings) == {}
    undoing = do(records.jobs.undo(removing.id))
    assert library.policy(policy_id) == before
    do(records.jobs.undo(undoing.id))
    assert texts(settings) == {}
    library.close()


def test_what_changed_since_is_not_undone(
    settings: Settings, records: Records, do: Callable[[Job], Job]
) -> None:
    first = do(records.jobs.add(upload(FIRST)))
    do(records.jobs.add(upload(SECOND)))
    undoing = do(records.jobs.undo(first.id))
    assert undoing.result
    assert "此后又有改动" in undoing.result.warnings[0][1]
    assert texts(settings) == {f"{UPLOADED}平台.md": SECOND}


def test_an_unknown_policy_fails_the_job_and_says_so(
    records: Records, do: Callable[[Job], Job]
) -> None:
    job = do(records.jobs.remove(["0123456789ab"]))
    assert job.state is State.FAILED
    assert "0123456789ab" in job.problem


def test_a_job_waits_while_another_ingest_is_running(
    settings: Settings, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.database.BUSY_SECONDS", 0.1)
    job = records.jobs.add(upload(FIRST))
    with writing(open_engine(settings.data)):
        monkeypatch.setattr("chatbot.jobs.sleep", stop)
        with pytest.raises(Stopped):
            work(settings)
        assert records.jobs.read(job.id).state is State.QUEUED
    work(settings)
    assert records.jobs.read(job.id).state is State.DONE


@pytest.mark.parametrize("moment", ["put", "publish", "commit"])
def test_a_killed_job_goes_on_and_its_report_is_that_of_all_it_did(
    settings: Settings, records: Records, moment: str
) -> None:
    job = records.jobs.add(upload(FIRST))
    killed = subprocess.run([sys.executable, "-c", KILLED, moment, settings.data], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert records.jobs.read(job.id).state is State.RUNNING
    work(settings)
    done = records.jobs.read(job.id)
    assert done.result
    assert (done.state, done.result.added) == (State.DONE, (f"{UPLOADED}平台.md",))
    assert not done.why_not


def test_a_worker_does_what_comes_while_a_server_runs(settings: Settings, records: Records) -> None:
    worker = Worker(settings, records.jobs)
    worker.start()
    try:
        job = records.jobs.add(upload(FIRST))
        until(lambda: records.jobs.read(job.id).state not in (State.QUEUED, State.RUNNING))
    finally:
        worker.stop()
    assert records.jobs.read(job.id).state is State.DONE


class Stopped(Exception):
    """The wait that a test does not wait for."""


def stop(_seconds: float) -> None:
    raise Stopped


KILLED = f"""
import os, signal, sys
sys.path.insert(0, {str(Path.cwd())!r})
from pathlib import Path
from chatbot import jobs
from chatbot.records.jobs import Jobs
from chatbot.settings import Settings
from index.library import Writer

moment, data = sys.argv[1], Path(sys.argv[2])
owner, name = (Jobs, "finish") if moment == "commit" else (Writer, moment)
real = getattr(owner, name)

def die(*arguments):
    if moment != "commit":
        real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(owner, name, die)
jobs.work(Settings(data=data))
"""
