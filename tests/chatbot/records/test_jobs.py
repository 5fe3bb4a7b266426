from pathlib import Path

import pytest

from chatbot.errors import JobNotFound, NotUndoable
from chatbot.records.jobs import KEPT, Jobs, Result, State, Task
from chatbot.records.tables import open_records
from chatbot.uploads import Upload

FILES = [Upload("甲.md", b"1"), Upload("乙.md", b"2")]
ADDED = Result(added=("上传//甲.md",), failed=(("上传//乙.md", "坏"),), warnings=(("甲", "注意"),))


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(open_records(tmp_path))


def finished(jobs: Jobs, result: Result = ADDED) -> str:
    job = jobs.add(FILES)
    assert jobs.claim()
    jobs.finish(job.id, result)
    return job.id


def test_a_job_waits_with_its_files(jobs: Jobs) -> None:
    job = jobs.add(FILES)
    assert (job.task, job.state, job.names) == (Task.ADD, State.QUEUED, ("甲.md", "乙.md"))
    assert jobs.files(job.id) == FILES
    assert jobs.are_waiting()
    assert jobs.added.is_set()


def test_jobs_are_done_in_the_order_in_which_they_came_whatever_the_clock_says(
    tmp_path: Path,
) -> None:
    times = iter([1000.0, 10.0, 500.0, 5.0])
    jobs = Jobs(open_records(tmp_path), now=lambda: next(times))
    first, second = jobs.remove(["a"]), jobs.remove(["b"])
    for job in (first, second):
        claimed = jobs.claim()
        assert claimed
        assert claimed.id == job.id
        jobs.finish(job.id, Result())
    assert jobs.claim() is None


def test_what_came_of_a_job_is_read_again(jobs: Jobs) -> None:
    job = jobs.read(finished(jobs))
    assert (job.state, job.result, job.why_not) == (State.DONE, ADDED, "")


def test_progress_is_seen_while_the_job_runs(jobs: Jobs) -> None:
    job = jobs.add(FILES)
    jobs.claim()
    jobs.progress(job.id, "读取文件", 1, 2)
    seen = jobs.read(job.id)
    assert (seen.state, seen.stage, seen.done, seen.total) == (State.RUNNING, "读取文件", 1, 2)


def test_an_interrupted_job_is_claimed_again_but_not_for_ever(jobs: Jobs) -> None:
    job, after = jobs.add(FILES), jobs.remove(["a"])
    for _ in range(3):
        claimed = jobs.claim()
        assert claimed
        assert claimed.id == job.id
    claimed = jobs.claim()
    assert claimed
    assert claimed.id == after.id
    assert jobs.read(job.id).state is State.FAILED
    assert "意外终止" in jobs.read(job.id).problem


def test_a_job_that_was_put_off_is_not_counted_as_interrupted(jobs: Jobs) -> None:
    job = jobs.add(FILES)
    for _ in range(5):
        claimed = jobs.claim()
        assert claimed
        assert claimed.id == job.id
        jobs.put_off(job.id)


def test_the_latest_jobs_are_listed_first(jobs: Jobs) -> None:
    ids = [jobs.remove([name]).id for name in "abc"]
    listed, total = jobs.recent(limit=2)
    assert ([job.id for job in listed], total) == (ids[:0:-1], 3)


def test_a_job_is_undone_once(jobs: Jobs) -> None:
    job_id = finished(jobs)
    undoing = jobs.undo(job_id)
    assert (undoing.task, undoing.undoes) == (Task.UNDO, job_id)
    with pytest.raises(NotUndoable, match="已经撤销"):
        jobs.undo(job_id)


def test_an_undoing_that_failed_may_be_tried_again(jobs: Jobs) -> None:
    job_id = finished(jobs)
    failed = jobs.undo(job_id)
    jobs.claim()
    jobs.fail(failed.id, "磁盘已满")
    assert jobs.undo(job_id).id != failed.id


def test_what_is_not_done_or_changed_nothing_is_not_undone(jobs: Jobs) -> None:
    with pytest.raises(NotUndoable, match="没有改动"):
        jobs.undo(finished(jobs, Result(unchanged=("甲",))))
    with pytest.raises(NotUndoable, match="没有完成"):
        jobs.undo(jobs.add(FILES).id)
    with pytest.raises(JobNotFound):
        jobs.undo("0" * 16)


def test_old_jobs_let_go_of_their_files_and_can_no_more_be_undone(jobs: Jobs) -> None:
    job_id = finished(jobs)
    for _ in range(KEPT - 1):
        jobs.remove(["a"])
    assert jobs.files(job_id)
    finished(jobs)
    assert not jobs.files(job_id)
    with pytest.raises(NotUndoable, match=str(KEPT)):
        jobs.undo(job_id)
