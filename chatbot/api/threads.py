"""Threads in which answers are made."""

from asyncio import get_running_loop
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_MOST = 40
"""Answers made at the same time; the others wait. FastAPI has as many threads for all else."""
_THREADS = ThreadPoolExecutor(_MOST, "answer")


def in_thread(made: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """An endpoint that leaves the event loop to others while `made` answers.

    FastAPI would do so too, by anyio, whose way there and back takes 1.6 times as long.
    """

    @wraps(made)
    async def handed_over(*args: P.args, **kwargs: P.kwargs) -> T:
        answering = partial(copy_context().run, made, *args, **kwargs)
        return await get_running_loop().run_in_executor(_THREADS, answering)

    return handed_over
