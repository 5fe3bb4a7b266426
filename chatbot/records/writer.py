"""Records that must not hold up an answer: many hand over, one at a time writes for all."""

import logging
from collections.abc import Callable, Sequence
from threading import Lock
from time import monotonic
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
    written is logged, kept, and tried again. There is no thread that could end before the others.

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
        self._pause_until = 0.0

    def put(self, record: T) -> None:
        """Have a record written; never fails, and takes a moment at most."""
        with self._changing:
            self._waiting.append(record)
            lost = len(self._waiting) - self._most
            del self._waiting[: max(0, lost)]
        if lost > 0:
            _LOG.error("a record is lost: %d wait that cannot be written", self._most)
        if monotonic() >= self._pause_until:
            self.settle(PATIENCE_S)

    def settle(self, patience_s: float = -1) -> None:
        """Try to write all that waits.

        Args:
            patience_s: how long to wait for one's turn; negative for as long as it takes.
        """
        if self._turn.acquire(timeout=patience_s):
            try:
                self._drain()
            finally:
                self._turn.release()

    def close(self) -> None:
        """Write what is left, and say what cannot be."""
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
            self._pause_until = monotonic() + _PAUSE_S
            with self._changing:
                self._waiting = batch + self._waiting
            _LOG.error("%d records cannot be written, and wait: %s", len(batch), error)
        else:
            self._pause_until = 0.0
