"""Files → policies, on all cores where there are many."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import Thread

from index.clause import Policy
from index.errors import SourceError, UnreadableFile
from index.policy import read_policy

_WORTH_PROCESSES = 32
"""Files from which on processes of their own, which take a second to start, save time."""
_AHEAD = 32
"""Files for each process that are being read before anybody asks for them."""
_SPAWN = get_context("spawn")
"""A fork of a process with threads, as a server is, may wait for ever."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file's name in the library, and its bytes."""

    name: str
    data: bytes


def read_all(contents: Iterator[Content]) -> Iterator[tuple[str, Policy | SourceError]]:
    """Each file's name, and the policy or why it is none, in their order."""
    cores = len(os.sched_getaffinity(0))
    first = list(islice(contents, _WORTH_PROCESSES))
    contents = chain(first, contents)
    if len(first) < _WORTH_PROCESSES or cores == 1 or not (pool := _processes(cores)):
        yield from ((content.name, _read(content)) for content in contents)
        return
    crew = _Crew(pool, cores)
    try:
        for content in contents:
            crew.begin(content)
            if crew.is_busy():
                yield crew.next()
        while crew.waiting:
            yield crew.next()
    finally:
        crew.dismiss()


class _Crew:
    """Processes that read files ahead; one that dies over a file takes no other with it."""

    def __init__(self, pool: ProcessPoolExecutor, size: int) -> None:
        self._size = size
        self._pool = pool
        self.waiting: deque[tuple[Content, Future[Policy | SourceError]]] = deque()

    def begin(self, content: Content) -> None:
        try:
            future = self._pool.submit(_read, content)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        self.waiting.append((content, future))

    def is_busy(self) -> bool:
        return len(self.waiting) >= _AHEAD * self._size

    def next(self) -> tuple[str, Policy | SourceError]:
        content, future = self.waiting.popleft()
        try:
            return content.name, future.result()
        except BrokenProcessPool:
            self._start_anew()
            return content.name, _alone(content)

    def dismiss(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _start_anew(self) -> None:
        """Begin again with all that is waiting; nobody knows which file it was."""
        self.dismiss()
        self._pool = ProcessPoolExecutor(self._size, _SPAWN, _end_with_parent)
        again = [content for content, _ in self.waiting]
        self.waiting.clear()
        for content in again:
            self.begin(content)


def _processes(size: int) -> ProcessPoolExecutor | None:
    """Processes that work; None where none can be had, as in a script without a main guard."""
    pool = ProcessPoolExecutor(size, _SPAWN, _end_with_parent)
    try:
        pool.submit(os.getpid).result()
    except BrokenProcessPool:
        return None
    return pool


def _end_with_parent() -> None:
    """In a process of the pool: see that it ends if its parent is killed."""
    parent = parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _alone(content: Content) -> Policy | SourceError:
    """Read a file in a process that has nothing else to lose."""
    with ProcessPoolExecutor(1, _SPAWN, _end_with_parent) as pool:
        try:
            return pool.submit(_read, content).result()
        except BrokenProcessPool:
            return UnreadableFile(
                f"{content.name}：读取时进程意外终止", hint="文件可能有害或太大，请检查后再试。"
            )


def _read(content: Content) -> Policy | SourceError:
    try:
        return read_policy(content.data, content.name)
    except SourceError as error:
        return error
