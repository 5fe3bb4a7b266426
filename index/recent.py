"""What was needed last, kept in memory up to a number of things."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Recent(Generic[K, T]):
    """Key → value of what was asked for last, for many threads.

    `functools.lru_cache` holds functions alone: here, several keys are looked up at a time, and
    not everything that is computed is worth keeping.

    Args:
        most: kept at most.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> T | None:
        """What is kept under a key."""
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
        return kept

    def found(self, keys: Iterable[K]) -> dict[K, T]:
        """What is kept under these keys."""
        with self._lock:
            kept = {key: self._kept[key] for key in keys if key in self._kept}
            for key in kept:
                self._kept.move_to_end(key)
        return kept

    def keep(self, new: Mapping[K, T]) -> None:
        """Keep these in place of what was not asked for in the longest time."""
        with self._lock:
            self._kept.update(new)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
