"""How long records are kept, whatever is done to the clock."""

import time
from collections.abc import Callable

_DAY = 86_400.0


class Retention:
    """When records are past their time.

    They are hidden then, and deleted. A clock that is set ahead while the process runs hides them
    until it is put right, and deletes nothing: deletion counts the seconds that really passed.

    Args:
        days: how long a record is kept.
        now: the time in seconds since 1970.
        passed: seconds that passed, of a clock that cannot be set.
    """

    def __init__(
        self,
        days: float,
        now: Callable[[], float] = time.time,
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kept_s = days * _DAY
        self._now = now
        self._passed = passed
        self._begun = now() - passed()

    def oldest(self) -> float:
        """What is older is hidden; seconds since 1970."""
        return self._now() - self._kept_s

    def deleted(self) -> float:
        """What is older is deleted; seconds since 1970."""
        return min(self._now(), self._begun + self._passed()) - self._kept_s
