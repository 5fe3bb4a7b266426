import threading
from contextvars import ContextVar

import pytest

from chatbot.api.threads import in_thread

ASKER = ContextVar("ASKER", default="nobody")


async def test_an_answer_is_made_beside_the_thread_that_serves_everybody() -> None:
    @in_thread
    def answer(question: str, *, aloud: bool) -> tuple[str, bool, int]:
        return question, aloud, threading.get_ident()

    question, aloud, made_in = await answer("怎么建", aloud=True)
    assert (question, aloud) == ("怎么建", True)
    assert made_in != threading.get_ident()


async def test_who_asks_is_known_there() -> None:
    @in_thread
    def asker() -> str:
        return ASKER.get()

    ASKER.set("门户")
    assert await asker() == "门户"


async def test_what_goes_wrong_there_goes_wrong_here() -> None:
    @in_thread
    def fail() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        await fail()
