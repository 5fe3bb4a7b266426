"""Whoever waits for an answer: hears how far it is, and may leave before it is there."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator
from concurrent.futures import CancelledError, wait
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from threading import Lock, Thread
from typing import TypeVar, cast

T = TypeVar("T")


class Stage(StrEnum):
    """How far an answer is."""

    UNDERSTANDING = "understanding"
    SEARCHING = "searching"
    WRITING = "writing"


class Left(Exception):
    """Nobody waits for the answer any more."""


class Asker:
    """Belongs to one question; `leave` may be called from any thread.

    Args:
        hear: is told each stage, in the thread that works.
    """

    def __init__(self, hear: Callable[[Stage], None] = lambda _stage: None) -> None:
        self.hear = hear
        self._lock = Lock()
        self._left = False
        self._waiting: asyncio.Task[object] | None = None

    def leave(self) -> None:
        """Have the work stop, also where it waits for a language model."""
        with self._lock:
            self._left = True
            if self._waiting:
                _waiting_room().call_soon_threadsafe(self._waiting.cancel)

    def stay(self) -> None:
        """Do nothing.

        Raises:
            Left: if the asker has left.
        """
        if self._left:
            raise Left

    def wait(self, work: Awaitable[T]) -> T:
        """What slow `work` results in.

        Raises:
            Left: once the asker leaves; the work has been broken off then.
        """

        async def done() -> T:
            with self._lock:
                self._waiting = asyncio.current_task()
                if self._left and self._waiting:
                    self._waiting.cancel()
            try:
                return await work
            finally:
                with self._lock:
                    self._waiting = None

        future = asyncio.run_coroutine_threadsafe(done(), _waiting_room())
        try:
            return future.result()
        except CancelledError:
            raise Left from None
        except KeyboardInterrupt:
            self.leave()
            wait((future,))
            raise


_CURRENT: ContextVar[Asker | None] = ContextVar("asker", default=None)


def current() -> Asker:
    """Whoever waits for what is being worked on; one who never leaves where none was named."""
    return _CURRENT.get() or Asker()


@contextmanager
def asking(asker: Asker) -> Iterator[None]:
    """Name the asker of what is worked on inside the block."""
    token = _CURRENT.set(asker)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def awaited(work: Awaitable[T]) -> T:
    """What `work` results in.

    Raises:
        Left: once the asker leaves.
    """
    return current().wait(work)


def pieces(stream: AsyncGenerator[T]) -> Generator[T]:
    """What an asynchronous generator yields; it is closed when nobody asks for more.

    Raises:
        Left: once the asker leaves.
    """
    end = object()

    async def following() -> T | object:
        return await anext(stream, end)  # here: a generator belongs to the loop that it begins in

    try:
        while (piece := awaited(following())) is not end:
            yield cast("T", piece)
    finally:
        asyncio.run_coroutine_threadsafe(stream.aclose(), _waiting_room()).result()


_STARTING = Lock()


def _waiting_room() -> asyncio.AbstractEventLoop:
    """The event loop in which models are waited for, the only one: their clients belong to it."""
    with _STARTING:
        return _loop()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="waiting for models", daemon=True).start()
    return loop
