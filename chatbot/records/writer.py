"""Records that must not hold up an answer: many hand over, one at a time writes for all."""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
PATIENCE_S = 0.25
"""How long whoever hands a record over waits for their turn to write it, which takes 1 ms."""
_PAUSE_S = 2.0
"""How long after a failure it is tried again: a full disk is not emptied by asking."""
_MOST = 10_000
"""Records kept while they cannot be written; the oldest go first."""


class Writer(Generic[T]):
    """Writes the records of many threads, in batches: whoever's turn it is writes all that wait.

    Whoever hands one over goes on when it is written, so that a process that is killed takes
    nothing with it that anybody was told of; after a moment they go on anyhow. What cannot be
    written is logged, kept, and tried again, whether more comes or not: only then is there a thread
    besides.

    Args:
        write: writes a batch, all or nothing; called by one thread at a time.
        most: records kept while they cannot be written.
    """

    def __init__(self, write: Callable[[Sequence[T]], None], most: int = _MOST) -> None:
        self._write = write
        self._most = most
        # No lock guards it: the collector may end a stream, which hands over, at any allocation.
        self._waiting: deque[T] = deque()
        self._turn = Lock()
        self._retrying = Lock()
        self._closed = Event()
        self._failure = ""

    def put(self, record: T) -> None:
        """Have a record written; never fails, and waits a moment at most for others to write."""
        self._waiting.append(record)
        self._let_go()
        tried_later = self._retrying.locked() and not self._closed.is_set()
        if not (self._failure and tried_later):
            self.settle(PATIENCE_S)

    def settle(self, patience_s: float = -1) -> None:
        """Try to write all that waits.

        Args:
            patience_s: how long to wait for one's turn; negative for as long as it takes.
        """
        if not self._turn.acquire(timeout=patience_s):
            self._try_later()
            return
        try:
            self._drain()
        finally:
            self._turn.release()

    def close(self) -> None:
        """Write what is left, and say what cannot be."""
        self._closed.set()
        with self._turn:
            self._drain()
            lost = len(self._waiting)
        if lost:
            _LOG.error("records lost that could not be written: %d", lost)

    def _drain(self) -> None:
        """Write what waits. Most who come find that the one before has done so."""
        batch = []
        with suppress(IndexError):
            while True:
                batch.append(self._waiting.popleft())
        if not batch:
            return
        try:
            self._write(batch)
        except BaseException as error:
            self._waiting.extendleft(reversed(batch))
            self._let_go()
            self._failed(str(error) or repr(error))
            if not isinstance(error, Exception):  # no answer fails for one
                raise
        else:
            failed, self._failure = self._failure, ""
            if failed:
                _LOG.warning("records can be written again: %d that waited", len(batch))

    def _failed(self, why: str) -> None:
        """Say so, once, and see to it that it is tried again."""
        told, self._failure = self._failure, why
        if told != why:
            _LOG.error("%d records cannot be written, and wait: %s", len(self._waiting), why)
        self._try_later()

    def _let_go(self) -> None:
        """Keep no more than there may be."""
        lost = 0
        with suppress(IndexError):
            while len(self._waiting) > self._most:
                self._waiting.popleft()
                lost += 1
        if lost:
            _LOG.error("records are lost: %d, as %d wait that cannot be written", lost, self._most)

    def _try_later(self) -> None:
        """See to it that what waits is written though nobody hands over any more."""
        if self._closed.is_set() or not self._retrying.acquire(blocking=False):
            return
        try:
            Thread(target=self._retry, name="recording what waits", daemon=True).start()
        except Exception:  # noqa: BLE001 - no thread, no memory: the next one who comes tries
            self._retrying.release()

    def _retry(self) -> None:
        try:
            while not self._closed.wait(_PAUSE_S):
                self.settle()
                if not self._waiting:
                    break
        finally:
            self._retrying.release()
        if self._waiting:  # it came when this had looked already
            self._try_later()
