"""Doing the jobs of `chatbot.records.jobs`: one after another, in a process of its own.

`Worker` runs beside a server and starts such a process whenever there is something to do. Only one
does jobs on a data folder at a time: it holds a lock that the operating system takes back when the
process ends, however it ends. The next one then goes on with the job that was interrupted, whose
effect is in one transaction with the note of what it changed: it happens once.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from threading import Event, Thread
from time import monotonic, sleep

from filelock import FileLock
from pydantic import SecretStr

from chatbot.records import Records
from chatbot.records.jobs import Job, Jobs, Result, Task
from chatbot.settings import Settings
from chatbot.wiring import open_embedder, open_ingest, open_records
from index.embedders import Embedder
from index.errors import IngestConflict, PolicyChatError
from index.files import in_memory
from index.folders import BETWEEN
from index.ingest import Ingest
from index.report import IngestReport

UPLOADED = f"上传{BETWEEN}"
"""What stands before the names of uploaded files, so that they never replace those of a folder."""
_LOG = logging.getLogger(__name__)
_PATIENCE_S = 5.0
"""Seconds between looks for jobs that another process added, and between attempts."""
_STEP_S = 0.5
"""Seconds between two notes of progress."""


class Worker:
    """Sees to it that jobs are done while a server runs."""

    def __init__(self, settings: Settings, jobs: Jobs) -> None:
        self._settings = settings
        self._jobs = jobs
        self._stopping = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._watch, name="jobs", daemon=True)

    def start(self) -> None:
        """Do what is waiting, and what comes."""
        self._thread.start()

    def stop(self) -> None:
        """Stop; a job that is being done goes on when the next server starts."""
        self._stopping.set()
        self._jobs.added.set()
        if self._process:
            self._process.terminate()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopping.is_set():
            try:
                if self._jobs.are_waiting():
                    self._work()
            except (OSError, PolicyChatError):
                _LOG.exception("jobs cannot be done now")
            self._jobs.added.wait(_PATIENCE_S)
            self._jobs.added.clear()

    def _work(self) -> None:
        """Have the jobs done; -P, for what lies in the current folder is no module of ours."""
        command = [sys.executable, "-P", "-m", "chatbot.jobs"]
        environment = os.environ | _environment(self._settings)
        # Ctrl+C is for the server, which ends the process as it stops.
        with subprocess.Popen(command, env=environment, start_new_session=True) as process:  # noqa: S603 - our own program
            self._process = process
            if self._stopping.is_set():
                process.terminate()
        if process.returncode and not self._stopping.is_set():
            _LOG.error("a process that does jobs ended with %d", process.returncode)


def _environment(settings: Settings) -> dict[str, str]:
    """Settings as the environment variables that set them."""
    values = settings.model_dump(exclude_none=True).items()
    revealed = (
        (name, value.get_secret_value() if isinstance(value, SecretStr) else value)
        for name, value in values
    )
    return {f"CHATBOT_{name.upper()}": str(value) for name, value in revealed}


def work(settings: Settings) -> None:
    """Do every job that is waiting, once no other process does jobs on this data folder."""
    with FileLock(settings.data / "jobs.lock"), closing(open_records(settings)) as records:
        embedder: Embedder | None = None
        while job := records.jobs.claim():
            embedder = embedder or open_embedder(settings)
            _do(job, settings, records, embedder)


def _do(job: Job, settings: Settings, records: Records, embedder: Embedder) -> None:
    """Do one job, or note why it cannot be done; wait while another ingest is running."""
    progress = _slowly(lambda *step: records.jobs.progress(job.id, *step))
    try:
        with closing(open_ingest(settings, embedder, progress)) as opened:
            report = _done(job, records.jobs, opened)
            opened.forget(records.jobs.finish(job.id, _result(report)))
    except IngestConflict:
        records.jobs.put_off(job.id)
        sleep(_PATIENCE_S)
    except PolicyChatError as error:
        records.jobs.fail(job.id, str(error))


def _done(job: Job, jobs: Jobs, opened: Ingest) -> IngestReport:
    if job.task is Task.REMOVE:
        return opened.remove(job.names, job.id)
    if job.task is Task.UNDO:
        return opened.undo(job.undoes, job.id)
    uploads = jobs.files(job.id)
    files = [file for each in uploads for file in in_memory(UPLOADED + each.name, each.content)]
    return opened.add(files, job.id)


def _result(report: IngestReport) -> Result:
    return Result(
        added=tuple(report.added),
        replaced=tuple(report.replaced),
        removed=tuple(report.removed),
        unchanged=tuple(report.unchanged),
        failed=tuple((name, str(error)) for name, error in report.failed),
        warnings=tuple(report.warnings),
    )


def _slowly(told: Callable[[str, int, int], None]) -> Callable[[str, int, int], None]:
    """The same, but not more often than anybody looks."""
    last = -_STEP_S

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal last
        if monotonic() - last >= _STEP_S:
            last = monotonic()
            told(stage, done, total)

    return tell


if __name__ == "__main__":
    work(Settings())
