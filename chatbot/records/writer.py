"""Records that must not hold up an answer: many hand over, one at a time writes for all."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock, Timer
from typing import Generic, TypeVar

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
PATIENCE_S = 0.25
"""How long whoever hands a record over waits until it is written, which takes 1 ms."""
_PAUSE_S = 2.0
"""How long nothing is tried after a failure: a full disk is not emptied by asking."""
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
        self._turn = Lock()
        self._changing = Lock()
        self._waiting: list[T] = []
        self._fails = False
        self._later: Timer | None = None
        self._closed = False

    def put(self, record: T) -> None:
        """Have a record written; never fails, and takes a moment at most."""
        with self._changing:
            self._waiting.append(record)
            lost = len(self._waiting) - self._most
            del self._waiting[: max(0, lost)]
        if lost > 0:
            _LOG.error("a record is lost: %d wait that cannot be written", self._most)
        if not (self._fails and self._later):
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
        with self._changing:
            self._closed = True
            if self._later:
                self._later.cancel()
        self.settle()
        if self._waiting:
            _LOG.error("records lost that could not be written: %d", len(self._waiting))

    def _drain(self) -> None:
        """Write what waits. Most who come find that the one before has done so."""
        with self._changing:
            batch, self._waiting = self._waiting, []
        if not batch:
            return
        try:
            self._write(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, no answer fails for it
            with self._changing:
                self._waiting = batch + self._waiting
            if not self._fails:
                _LOG.error("%d records cannot be written, and wait: %s", len(batch), error)
            self._fails = True
            self._try_later()
        else:
            if self._fails:
                _LOG.warning("records can be written again: %d that waited", len(batch))
            self._fails = False

    def _try_later(self) -> None:
        """See to it that what waits is written though nobody hands over any more."""
        with self._changing, suppress(RuntimeError):  # no thread can be begun: the next one tries
            if not (self._later or self._closed):
                later = Timer(_PAUSE_S, self._again)
                later.daemon = True
                later.start()
                self._later = later

    def _again(self) -> None:
        with self._changing:
            self._later = None
        self.settle()
