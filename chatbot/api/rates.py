"""How often each client asks: counted by this process, or in a Redis by all replicas together."""

import logging
from collections.abc import Callable
from math import ceil
from threading import Lock
from time import monotonic, time
from typing import TypeVar

from limits import RateLimitItemPerMinute
from limits.errors import ConfigurationError, StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from chatbot.errors import BadSettings, RateLimited

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_PREFIX = "policy-chatbot"
"""What stands before our names in Redis."""
_PATIENCE_S = 0.5
"""How long a request waits for Redis, which answers in less than a millisecond."""
_PAUSE_S = 2.0
"""How long a Redis that failed is left alone: one request in two seconds waits for it."""


class Rates:
    """What each client did in the last minute.

    While Redis is away this process counts by itself, from nothing, and no request fails.

    Args:
        url: of the Redis in which replicas count together; without one each counts for itself.

    Raises:
        BadSettings: if it is the address of none, or the client for it is not installed.
    """

    def __init__(self, url: str | None = None) -> None:
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = MovingWindowRateLimiter(_redis(url)) if url else None
        self._lock = Lock()
        self._again: float | None = None

    @property
    def are_own(self) -> bool:
        """Whether nobody else is asked."""
        return self._shared is None

    def count(self, a_minute: int, kind: str, who: str) -> None:
        """Count a request, unless there were too many.

        Args:
            a_minute: how many there may be; 0 for any number.
            kind: of what is counted.
            who: it is counted of.

        Raises:
            RateLimited: if there were as many in the last minute.
        """
        rate = RateLimitItemPerMinute(a_minute)
        if a_minute and not self._ask(lambda windows: windows.hit(rate, kind, who)):
            raise self._limited(rate, kind, who)

    def check(self, a_minute: int, kind: str, who: str) -> None:
        """The same, without counting.

        Raises:
            RateLimited: if there were as many in the last minute.
        """
        rate = RateLimitItemPerMinute(a_minute)
        if a_minute and not self._ask(lambda windows: windows.test(rate, kind, who)):
            raise self._limited(rate, kind, who)

    def _limited(self, rate: RateLimitItemPerMinute, kind: str, who: str) -> RateLimited:
        stats = self._ask(lambda windows: windows.get_window_stats(rate, kind, who))
        return RateLimited(rate.amount, max(1, ceil(stats.reset_time - time())))

    def _ask(self, question: Callable[[MovingWindowRateLimiter], T]) -> T:
        """What Redis says, or this process where Redis does not answer."""
        if self._shared and self._is_due():
            try:
                answer = question(self._shared)
            except StorageError as error:
                self._put_off(error)
            else:
                self._resume()
                return answer
        return question(self._own)

    def _is_due(self) -> bool:
        """Whether to ask Redis; after a failure, one request at a time tries."""
        with self._lock:
            if self._again is None:
                return True
            if monotonic() < self._again:
                return False
            self._again = monotonic() + _PAUSE_S
            return True

    def _put_off(self, error: StorageError) -> None:
        with self._lock:
            if self._again is None:
                _LOG.warning(
                    "Redis is away, each replica counts requests by itself: %s", error.storage_error
                )
            self._again = monotonic() + _PAUSE_S

    def _resume(self) -> None:
        with self._lock:
            if self._again is not None:
                _LOG.warning("Redis is back, replicas count requests together")
            self._again = None


def _redis(url: str) -> RedisStorage:
    """Redis, connected to when the first request is counted."""
    try:
        from redis.backoff import NoBackoff
        from redis.exceptions import ConnectionError as Disconnected
        from redis.retry import Retry

        # A connection from before a restart is noticed when it is used, and made anew.
        retry = Retry(NoBackoff(), 1, supported_errors=(Disconnected,))
        return RedisStorage(
            url,
            key_prefix=_PREFIX,
            wrap_exceptions=True,
            socket_timeout=_PATIENCE_S,
            socket_connect_timeout=_PATIENCE_S,
            retry=retry,  # type: ignore[arg-type]  # handed on to redis, which takes it
        )
    except (ConfigurationError, ModuleNotFoundError, ValueError) as error:
        raise BadSettings(
            f"CHATBOT_LIMITS_URL 不能使用（{error}）。",
            hint="写作 redis://主机:6379/0（加密时 rediss://），"
            "并安装客户端：pip install 'policy-chatbot[redis]'。",
        ) from error
