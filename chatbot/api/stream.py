"""An answer while it is being made, as Server-Sent Events."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing, closing
from functools import partial
from typing import Any, Literal, cast

from anyio import to_thread
from pydantic import BaseModel, Field
from sse_starlette import EventSourceResponse, ServerSentEvent

from chatbot.answer import Answer, Cited, Delta, Event, fold
from chatbot.api.limits import DATA_HEADERS
from chatbot.api.problems import problem
from chatbot.api.wire import AnswerOut, CitationOut
from chatbot.asker import Asker, Left, Stage, asking
from chatbot.chain import Chatbot
from chatbot.question import Question

Piece = Stage | Cited | Delta | Answer
"""What is heard of an answer while it is made; the whole answer comes last."""


class StatusOut(BaseModel):
    """How far the answer is."""

    stage: Literal["understanding", "searching", "writing"]


class DeltaOut(BaseModel):
    """The next piece of the answer."""

    text: str = Field(description="答案接下来的一段，Markdown")


_SCHEMAS: dict[str, dict[str, Any]] = {
    "status": StatusOut.model_json_schema(),
    "citation": {"$ref": "#/components/schemas/CitationOut"},
    "delta": DeltaOut.model_json_schema(),
    "done": {"$ref": "#/components/schemas/AnswerOut"},
    "error": {"$ref": "#/components/schemas/Problem"},
}
"""Name of an event → what its data hold."""


def documented(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """An event, for the OpenAPI document."""
    held = {"type": "string", "contentMediaType": "application/json", "contentSchema": data}
    properties = {"event": {"const": name}, "data": held}
    return {"type": "object", "properties": properties, "required": ["event", "data"]}


DOCUMENTED: dict[str, Any] = {
    "itemSchema": {
        "description": "stream 为 true 时的事件：status 至少一个，最先；citation 先于带有其编号的 "
        "delta；各 delta 相连即为答案；最后是 done（与不逐段返回时的内容相同），"
        "中途失败时是 error（与出错时的响应相同）。",
        "oneOf": [documented(name, schema) for name, schema in _SCHEMAS.items()],
    },
    "example": 'event: status\ndata: {"stage":"understanding"}\n\n'
    'event: delta\ndata: {"text":"到2025年，部分领域达到国际先进水平。[1]"}\n\n',
}
"""The stream in the OpenAPI document; `itemSchema` is of OpenAPI 3.2, and FastAPI's for streams."""


async def pieces(
    chatbot: Chatbot, question: Question, finished: Callable[[Answer], None]
) -> AsyncGenerator[Piece]:
    """What is heard of an answer; the work stops when the generator is closed.

    A thread makes the answer, from the first step to the last: a generator that waits in one
    thread cannot be closed from another.

    Args:
        chatbot: makes the answer.
        question: what is asked.
        finished: is called with the whole answer, in that thread.

    Raises:
        PolicyChatError: if the answer cannot be made.
    """
    loop = asyncio.get_running_loop()
    heard: asyncio.Queue[Piece | None] = asyncio.Queue()

    def hear(piece: Piece) -> None:
        try:
            loop.call_soon_threadsafe(heard.put_nowait, piece)
        except RuntimeError:  # the server has stopped, and its loop is closed
            raise Left from None

    asker = Asker(hear)
    work = partial(_work, chatbot, question, asker, hear)
    working = asyncio.create_task(to_thread.run_sync(lambda: work(finished)))
    working.add_done_callback(lambda _: heard.put_nowait(None))
    try:
        while (piece := await heard.get()) is not None:
            yield piece
        await working
    finally:
        asker.leave()


def _work(
    chatbot: Chatbot,
    question: Question,
    asker: Asker,
    hear: Callable[[Piece], None],
    finished: Callable[[Answer], None],
) -> None:
    events: list[Event] = []
    try:
        # langchain says that it returns an iterator; it is a generator, which can be closed.
        making = cast("Generator[Event]", chatbot.events(question))
        with asking(asker), closing(making) as made:
            asker.stay()
            for event in made:
                asker.stay()
                events.append(event)
                if isinstance(event, Cited | Delta):
                    hear(event)
            answer = fold(events)
            finished(answer)
            hear(answer)
    except Left:
        return


def response(stream: AsyncGenerator[Piece], place: str) -> EventSourceResponse:
    """The events of an answer; a client that goes away closes `stream`, see `pieces`."""
    return served(_events(stream, place))


def served(events: AsyncGenerator[ServerSentEvent]) -> EventSourceResponse:
    """A response that no proxy holds back, with a comment now and then to keep it open."""
    # Those who read by hand split at an empty line, which is what \n makes of it.
    return EventSourceResponse(
        events,
        headers=DATA_HEADERS,
        sep="\n",
        ping=15,
        ping_message_factory=lambda: ServerSentEvent(comment="", sep="\n"),
    )


async def _events(stream: AsyncGenerator[Piece], place: str) -> AsyncGenerator[ServerSentEvent]:
    async with aclosing(stream) as heard:
        try:
            async for piece in heard:
                yield _event(*_said(piece))
        except Exception as error:  # noqa: BLE001 - the response has begun: this is how to fail
            yield _event("error", problem(error, place))


def _said(piece: Piece) -> tuple[str, BaseModel]:
    match piece:
        case Stage():
            return "status", StatusOut(stage=piece.value)
        case Cited():
            return "citation", CitationOut.cited(piece.citation)
        case Delta():
            return "delta", DeltaOut(text=piece.text)
        case Answer():
            return "done", AnswerOut.of(piece)


def _event(name: str, data: BaseModel) -> ServerSentEvent:
    return ServerSentEvent(data.model_dump_json(), event=name, sep="\n")
