import asyncio
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import closing

import pytest

from chatbot.asker import Asker, Left, asking, awaited, current, pieces


class Counting:
    """Counts for ever; notes when it is closed."""

    def __init__(self) -> None:
        self.closed = threading.Event()

    async def numbers(self) -> AsyncGenerator[int]:
        try:
            number = 0
            while True:
                yield number
                number += 1
        finally:
            self.closed.set()


def taken(stream: Generator[int], count: int) -> list[int]:
    with closing(stream):
        return [next(stream) for _ in range(count)]


async def waiting(begun: threading.Event) -> None:
    begun.set()
    await asyncio.Event().wait()


def test_an_asynchronous_generator_is_closed_when_nobody_asks_for_more() -> None:
    counting = Counting()
    assert taken(pieces(counting.numbers()), 3) == [0, 1, 2]
    assert counting.closed.is_set()


def test_what_ends_by_itself_ends_here() -> None:
    async def two() -> AsyncGenerator[str]:
        yield "一"
        yield "二"

    assert list(pieces(two())) == ["一", "二"]


def test_an_error_comes_out_where_it_is_waited_for() -> None:
    async def failing() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        awaited(failing())


def test_one_who_leaves_is_waited_for_no_longer() -> None:
    asker, begun = Asker(), threading.Event()

    def leaving() -> None:
        begun.wait()
        asker.leave()

    threading.Thread(target=leaving).start()
    with asking(asker), pytest.raises(Left):
        awaited(waiting(begun))


def test_for_one_who_has_left_nothing_is_waited_for() -> None:
    asker = Asker()
    asker.leave()
    with asking(asker), pytest.raises(Left):
        awaited(asyncio.sleep(3600))
    with pytest.raises(Left):
        asker.stay()


def test_the_asker_is_known_inside_the_block_alone() -> None:
    asker = Asker()
    with asking(asker):
        assert current() is asker
    assert current() is not asker
