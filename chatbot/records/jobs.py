"""Jobs that change the library: what is to be done, how far it is, and what came of it.

Whoever wants something done adds a job and reads it again later; `chatbot.jobs` does them, one
after another in the order in which they were added, whatever the clock says.
"""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from threading import Event
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from chatbot.errors import JobNotFound, NotUndoable
from chatbot.records.tables import JOBS, UPLOADS
from chatbot.uploads import Upload, accepted
from index.database import available, to_write

KEPT = 100
"""Jobs, the latest, that can be undone, and whose files are kept."""
_ATTEMPTS = 3
"""How often a job is begun that ends the process doing it."""
_INTERRUPTED = "处理时进程多次意外终止，已停止重试。没有改动任何内容。请检查文件和服务器的内存。"
_PAIRS = ("failed", "warnings")


class Task(StrEnum):
    """What a job does."""

    ADD = "add"  # policies of uploaded files are added or replaced
    REMOVE = "remove"  # policies are removed
    UNDO = "undo"  # what another job did is undone


class State(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


_OPEN = (State.QUEUED, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Result:
    """What a job did to files, named as the library calls them.

    Attributes:
        failed: file and what is wrong with it; the rest went on.
        warnings: file and what looks odd in it.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A job.

    Attributes:
        names: of files to be added, or ids of policies to be removed.
        undoes: id of the job that this one undoes; "" for other tasks.
        created: seconds since 1970.
        finished: seconds since 1970; None before.
        stage: what is being done, as a person reads it.
        done: how much of the stage, of `total`.
        result: once the job is done.
        problem: why the job failed.
        why_not: why it cannot be undone; "" if it can.
    """

    id: str
    task: Task
    state: State
    names: tuple[str, ...]
    undoes: str
    created: float
    finished: float | None
    stage: str
    done: int
    total: int
    result: Result | None
    problem: str
    why_not: str


class Jobs:
    """The jobs of one database.

    Args:
        now: the time in seconds since 1970; shown, and nothing depends on it.

    Attributes:
        added: set when there is something to do.
    """

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._now = now
        self.added = Event()

    def add(self, uploads: Sequence[Upload]) -> Job:
        """A job that adds these files; one uploaded before under the same name is replaced.

        Raises:
            BadUpload: if there is no file, or too many, or a name cannot be used.
            FileTooLarge: if a file, or all together, are too large.
        """
        named = accepted(uploads)
        return self._enqueue(Task.ADD, [upload.name for upload in named], uploads=named)

    def remove(self, policy_ids: Sequence[str]) -> Job:
        """A job that removes these policies."""
        return self._enqueue(Task.REMOVE, policy_ids)

    def undo(self, job_id: str) -> Job:
        """A job that undoes another; an undoing can be undone too.

        Raises:
            JobNotFound: if there is no such job.
            NotUndoable: if it changed nothing, is not done yet, was undone, or is too old.
        """
        job = self.read(job_id)
        if job.why_not:
            raise NotUndoable(f"{job.why_not}，不能撤销。", kept="没有改动任何内容。")
        return self._enqueue(Task.UNDO, job.names, undoes=job_id)

    def read(self, job_id: str) -> Job:
        """One job.

        Raises:
            JobNotFound: if there is none with this id.
        """
        with available(), self._engine.connect() as connection:
            row = connection.execute(select(JOBS).where(JOBS.c.id == job_id)).first()
            if row is None:
                raise JobNotFound(f"没有编号为 {job_id!r} 的任务。", hint="编号见任务列表。")
            return self._job(connection, row)

    def recent(self, limit: int = 100, offset: int = 0) -> tuple[list[Job], int]:
        """Jobs, the latest first, and how many there are."""
        wanted = select(JOBS).order_by(JOBS.c.number.desc()).limit(limit).offset(offset)
        with available(), self._engine.connect() as connection:
            total = connection.execute(select(func.count()).select_from(JOBS)).scalar_one()
            return [self._job(connection, row) for row in connection.execute(wanted)], total

    def files(self, job_id: str) -> list[Upload]:
        """What was uploaded with a job; nothing for one that is too old."""
        wanted = select(UPLOADS).where(UPLOADS.c.job_id == job_id).order_by(UPLOADS.c.ordinal)
        with available(), self._engine.connect() as connection:
            return [Upload(row.name, row.content) for row in connection.execute(wanted)]

    def are_waiting(self) -> bool:
        """Whether there is something to do, or was begun and interrupted."""
        wanted = select(JOBS.c.id).where(JOBS.c.state.in_(_OPEN)).limit(1)
        with available(), self._engine.connect() as connection:
            return connection.execute(wanted).first() is not None

    def claim(self) -> Job | None:
        """The next job to do, running from now on; one that was interrupted comes first again.

        Only for whoever holds the right to do jobs, see `chatbot.jobs`.
        """
        wanted = select(JOBS).where(JOBS.c.state.in_(_OPEN)).order_by(JOBS.c.number)
        with available(), to_write(self._engine).begin() as connection:
            for row in connection.execute(wanted).all():
                if row.attempts >= _ATTEMPTS:
                    self._end(connection, row.id, State.FAILED, problem=_INTERRUPTED)
                    continue
                values = {"state": State.RUNNING, "attempts": row.attempts + 1}
                connection.execute(update(JOBS).where(JOBS.c.id == row.id).values(values))
                return self._job(connection, row)
        return None

    def put_off(self, job_id: str) -> None:
        """Put a claimed job back, to be claimed again when others let go of the library."""
        values = {"state": State.QUEUED, "attempts": JOBS.c.attempts - 1}
        self._update(job_id, values)

    def progress(self, job_id: str, stage: str, done: int, total: int) -> None:
        """Write down how far a job is."""
        self._update(job_id, {"stage": stage, "done": done, "total": total})

    def finish(self, job_id: str, result: Result) -> list[str]:
        """Note what came of a job; ids of jobs that are too old to be undone from now on."""
        with available(), to_write(self._engine).begin() as connection:
            self._end(connection, job_id, State.DONE, result=asdict(result))
            last = connection.execute(select(func.max(JOBS.c.number))).scalar_one()
            older = connection.execute(select(JOBS.c.id).where(JOBS.c.number <= last - KEPT))
            old = list(older.scalars())
            connection.execute(delete(UPLOADS).where(UPLOADS.c.job_id.in_(old)))
            return old

    def fail(self, job_id: str, problem: str) -> None:
        """Note why a job could not be done."""
        with available(), to_write(self._engine).begin() as connection:
            self._end(connection, job_id, State.FAILED, problem=problem)

    def _enqueue(
        self, task: Task, names: Sequence[str], *, undoes: str = "", uploads: Sequence[Upload] = ()
    ) -> Job:
        job_id = secrets.token_hex(8)
        with available(), to_write(self._engine).begin() as connection:
            connection.execute(
                insert(JOBS).values(
                    id=job_id,
                    task=task,
                    state=State.QUEUED,
                    names=list(names),
                    undoes=undoes,
                    created=self._now(),
                )
            )
            rows = [
                {"job_id": job_id, "ordinal": at, "name": each.name, "content": each.content}
                for at, each in enumerate(uploads)
            ]
            if rows:
                connection.execute(insert(UPLOADS), rows)
        self.added.set()
        return self.read(job_id)

    def _update(self, job_id: str, values: Mapping[str, Any]) -> None:
        with available(), to_write(self._engine).begin() as connection:
            connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(values))

    def _end(self, connection: Connection, job_id: str, state: State, **values: object) -> None:
        ended = {"state": state, "finished": self._now(), **values}
        connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(ended))

    def _job(self, connection: Connection, row: Row[*tuple[Any, ...]]) -> Job:
        result = _result(row.result)
        return Job(
            id=row.id,
            task=Task(row.task),
            state=State(row.state),
            names=tuple(row.names),
            undoes=row.undoes,
            created=row.created,
            finished=row.finished,
            stage=row.stage,
            done=row.done,
            total=row.total,
            result=result,
            problem=row.problem,
            why_not=_why_not(connection, row, result),
        )


def _result(values: Mapping[str, Any] | None) -> Result | None:
    """The result that `asdict` took apart; JSON knows no tuples."""
    if values is None:
        return None
    pairs = {key: tuple((name, text) for name, text in values[key]) for key in _PAIRS}
    return Result(**{key: tuple(value) for key, value in values.items()} | pairs)


def _why_not(connection: Connection, row: Row[*tuple[Any, ...]], result: Result | None) -> str:
    """Why a job cannot be undone; "" if it can."""
    if row.state in _OPEN:
        return "任务还没有完成"
    if result is None or not (result.added or result.replaced or result.removed):
        return "任务没有改动任何政策"
    undone = select(JOBS.c.id).where(JOBS.c.undoes == row.id, JOBS.c.state != State.FAILED)
    if connection.execute(undone).first():
        return "任务已经撤销过"
    last = connection.execute(select(func.max(JOBS.c.number))).scalar_one()
    return "" if row.number > last - KEPT else f"此后已有 {KEPT} 个任务"
