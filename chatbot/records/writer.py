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
        if not (self._failure and self._retrying.locked()):
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
        self.settle()
        if self._waiting:
            _LOG.error("records lost that could not be written: %d", len(self._waiting))

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
        except Exception as error:  # noqa: BLE001 - whatever it is, no answer fails for it
            self._waiting.extendleft(reversed(batch))
            self._let_go()
            if self._failure != str(error):
                _LOG.error("%d records cannot be written, and wait: %s", len(batch), error)
            self._failure = str(error) or repr(error)
            self._try_later()
        else:
            if self._failure:
                _LOG.warning("records can be written again: %d that waited", len(batch))
            self._failure = ""

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
        except RuntimeError:  # there can be no more threads: the next one who comes tries
            self._retrying.release()

    def _retry(self) -> None:
        while not self._closed.wait(_PAUSE_S):
            self.settle()
            if not self._waiting:
                break
        self._retrying.release()
        if self._waiting:  # it came when this had looked already
            self._try_later()
