"""Reading in a process of its own, limited in time, memory and files, and replaced when it dies.

A parser in C that a hostile file leads astray harms that process alone. It gets no secrets in its
environment and, where the system lets it, no network. It answers in JSON that is checked: with
`multiprocessing` and what builds on it, the answer would be a pickle, and a pickle can do anything.
"""

import atexit
import json
import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from threading import Event, Timer
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter, ValidationError

import index
from index.clause import Source
from index.errors import SourceError, UnreadableFile

_LOG = logging.getLogger(__name__)
_FILES = 200
"""Files that a process reads before a fresh one takes its place; parsers leak."""
_LONGEST_REPLY = 256 * 1024 * 1024
_ENVIRONMENT = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR")
"""What the process sees of our environment."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take.

    Attributes:
        seconds: of processor time.
        megabytes: of address space.
        patience: seconds that may pass for each second of processor time: the machine has other
            work, and a file that waits for nothing uses none.
    """

    seconds: int = 60
    megabytes: int = 2_048
    patience: float = 5.0


class Reply(BaseModel):
    """What came of one file, as the process says it.

    Attributes:
        source: what was read, as JSON; "" where it failed.
        refusal: class of the `SourceError` that the reader raised, with its text and hint.
        failure: class of any other error.
    """

    source: str = ""
    refusal: tuple[str, str, str] | None = None
    failure: str = ""


SOURCES = TypeAdapter(Source)


def read(module: str, data: bytes, name: str, limits: Limits) -> Source:
    """What `module`'s `read(data, name)` makes of a file.

    Raises:
        SourceError: the reader's own, or `UnreadableFile` if it failed or came to its limits.
    """
    worker = _waiting() or _Worker()
    try:
        reply = worker.ask(module, data, name, limits)
        source = _source(reply, limits)
    except _Died as death:
        worker.stop()
        _LOG.warning("%s: reading %r ended with %s", module, name, death)
        raise _unreadable(name, str(death)) from None
    except SourceError:
        worker.rest()
        raise
    worker.rest()
    return source


class _Died(Exception):
    """The process is of no more use; says why, in the user's words."""


def _source(reply: Reply, limits: Limits) -> Source:
    if reply.refusal:
        kind, what, hint = reply.refusal
        refusals = {error.__name__: error for error in SourceError.__subclasses__()}
        raise refusals.get(kind, UnreadableFile)(what, hint=hint)
    if reply.failure:
        if reply.failure == MemoryError.__name__:
            raise _Died(f"所需内存超过 {limits.megabytes} MB")
        raise _Died(f"解析出错 {reply.failure}")
    try:
        source = SOURCES.validate_json(reply.source)
    except ValidationError as error:
        raise _Died("解析结果无效") from error
    spans = [line.span for line in source.lines] + [f.span for f in source.fields.values()]
    if any(span.end > len(source.text) for span in spans):
        raise _Died("解析结果无效")
    return source


def _unreadable(name: str, reason: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}：无法解析（{reason}）",
        hint="文件可能已损坏或经过特殊构造；请用办公软件打开并另存后再导入。",
    )


class _Worker:
    """A process that reads one file after the other."""

    def __init__(self) -> None:
        environment = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
        # The same `index` as ours, wherever it lies.
        environment["PYTHONPATH"] = str(Path(index.__file__).parent.parent)
        self._files = 0
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "index.readers.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=environment,
            start_new_session=True,
        )

    def ask(self, module: str, data: bytes, name: str, limits: Limits) -> Reply:
        """Have it read a file.

        Raises:
            _Died: if it has come to an end instead of an answer.
        """
        self._files += 1
        task = {"module": module, "name": name, "size": len(data), **asdict(limits)}
        late = Event()
        alarm = Timer(limits.seconds * limits.patience, self._end_late, [late])
        alarm.start()
        try:
            return Reply.model_validate_json(self._exchange(task, data))
        except (OSError, ValueError) as error:
            self._kill()
            slow = self._process.wait() == -signal.SIGXCPU or late.is_set()
            reason = f"用时超过 {limits.seconds} 秒" if slow else "解析程序意外中止"
            raise _Died(reason) from error
        finally:
            alarm.cancel()

    def _exchange(self, task: dict[str, Any], data: bytes) -> bytes:
        pipe_in, pipe_out = self._pipes()
        pipe_in.write(json.dumps(task).encode() + b"\n" + data)
        pipe_in.flush()
        size = int(pipe_out.readline(32))
        if not 0 <= size <= _LONGEST_REPLY:
            raise ValueError(f"a reply of {size} bytes")
        return cast(bytes, pipe_out.read(size))

    def _pipes(self) -> tuple[Any, Any]:
        return self._process.stdin, self._process.stdout

    def lives(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def rest(self) -> None:
        """Wait for the next file, unless this one was the last."""
        if self._files < _FILES:
            _idle().append(self)
        else:
            self.stop()

    def stop(self) -> None:
        """End it with whatever it started."""
        self._kill()
        self._process.wait()
        for pipe in self._pipes():
            with suppress(OSError):  # what was still to be written has nobody to read it
                pipe.close()

    def _end_late(self, late: Event) -> None:
        late.set()
        self._kill()

    def _kill(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


@cache
def _idle() -> list[_Worker]:
    """Processes that wait for a file; none of them is a fork's."""
    idle: list[_Worker] = []
    os.register_at_fork(after_in_child=idle.clear)
    atexit.register(_stop_all, idle)
    return idle


def _stop_all(idle: list[_Worker]) -> None:
    while idle:
        idle.pop().stop()


def _waiting() -> _Worker | None:
    """A process that waits for a file."""
    while True:
        try:
            worker = _idle().pop()
        except IndexError:
            return None
        if worker.lives():
            return worker
        worker.stop()
