"""What every request needs to know of the database, read once a second."""

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")

_SECONDS = 1.0
"""How old an answer may be: what other processes change is seen so much later at most."""
_MOMENT_S = 0.1
"""How long whoever finds a value at hand has to use it."""


class Lately(Generic[T]):
    """Reads a value, and gives it again to all who ask within a second.

    Args:
        read: reads it.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._lock = Lock()
        self._changes = 0
        self._kept: tuple[float, T] | None = None

    def value(self) -> T:
        """The value, a second old at most, and never older than the last `change`."""
        kept = self._kept
        if kept and monotonic() < kept[0]:
            return kept[1]
        changes = self._changes
        until, value = monotonic() + _SECONDS, self._read()
        with self._lock:
            if changes == self._changes:
                self._kept = until, value
        return value

    @property
    def at_hand(self) -> bool:
        """Whether `value` need not read, now and for a moment more."""
        kept = self._kept
        return kept is not None and monotonic() + _MOMENT_S < kept[0]

    def change(self) -> None:
        """Have it read again: it was changed here."""
        with self._lock:
            self._changes += 1
            self._kept = None
