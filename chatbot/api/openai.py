"""OpenAI's interface: POST /v1/chat/completions, GET /v1/models."""

import json
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import Any, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from sse_starlette import ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from chatbot.answer import Answer, Citation, Delta
from chatbot.api import completions, stream
from chatbot.api.ask import says_json
from chatbot.api.completions import (
    MODEL,
    Chunks,
    CompletionIn,
    CompletionOut,
    Refused,
    Trimmed,
    annotations,
    footnotes,
)
from chatbot.api.mistakes import mistakes, summary
from chatbot.api.problems import detail, headers, place, problem
from chatbot.api.wire import CitationOut
from chatbot.chain import Chatbot

_BAD_REQUEST, _INVALID, _SERVER_ERROR = 400, 422, 500
Address = Callable[[Citation], str]


class ModelOut(BaseModel):
    """A model."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: Literal[0] = 0
    owned_by: str = MODEL


class ModelsOut(BaseModel):
    """Every model there is: one."""

    object: Literal["list"] = "list"
    data: list[ModelOut]


class OpenAIError(BaseModel):
    """What is wrong."""

    message: str
    type: Literal["invalid_request_error", "server_error"]
    param: str | None = Field(description="请求中有误的地方")
    code: str | None


class OpenAIErrorOut(BaseModel):
    """An error as OpenAI's clients know it."""

    error: OpenAIError


_ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": OpenAIErrorOut, "description": "请求有误，message 说明应当如何修改"},
    "5XX": {"model": OpenAIErrorOut, "description": "服务暂不可用"},
}
_DOCUMENTED: dict[str, Any] = {
    "itemSchema": {
        "type": "object",
        "description": "stream 为 true 时，依次为 chat.completion.chunk，最后是 [DONE]；"
        "annotations 和 citations 在最后一段 delta 中",
        "properties": {"data": {"type": "string"}},
        "required": ["data"],
    },
    "example": 'data: {"object":"chat.completion.chunk","choices":[{"index":0,'
    '"delta":{"content":"到2025年"}}]}\n\ndata: [DONE]\n\n',
}


class OpenAIRoute(APIRoute):
    """A route whose errors have OpenAI's shape."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, which answers with an error instead of raising one."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except Exception as error:  # noqa: BLE001 - whatever it is, it has this shape here
                status, body = _refusal(error, place(request))
                return JSONResponse(body.model_dump(), status, headers(error))

        return handled


def routes(chatbot: Chatbot) -> APIRouter:
    """The routes that OpenAI's clients know."""
    router = APIRouter(
        prefix="/v1", tags=["OpenAI 兼容接口"], route_class=OpenAIRoute, responses=_ERRORS
    )

    @router.post(
        "/chat/completions",
        operation_id="create_chat_completion",
        summary="提问（OpenAI 格式）",
        response_model=CompletionOut,
        responses={200: {"content": {"text/event-stream": _DOCUMENTED}}},
        dependencies=[Depends(says_json)],
    )
    def complete(body: CompletionIn, request: Request) -> CompletionOut | Response:
        """与提问相同；system 消息、temperature 等参数不起作用，tools 等会改变答案的参数不支持。"""
        question = body.value()
        address = _addresses(request)
        if body.stream:
            made = stream.pieces(chatbot, question, lambda _answer: None)
            chunks = Chunks(counted=body.counted)
            return stream.served(_chunks(made, chunks, address, place(request)))
        return _completion(chatbot.answer(question), address)

    _add_models(router)
    return router


def _add_models(router: APIRouter) -> None:
    @router.get("/models", operation_id="list_models", summary="模型列表（OpenAI 格式）")
    def models() -> ModelsOut:
        """只有一个模型。"""
        return ModelsOut(data=[ModelOut()])

    @router.get("/models/{model}", operation_id="read_model", summary="一个模型（OpenAI 格式）")
    def model(model: str) -> ModelOut:
        """模型的信息。"""
        completions.known_model(model)
        return ModelOut()


def _addresses(request: Request) -> Address:
    """Where a citation can be read: at its publisher's, or here."""

    def address(citation: Citation) -> str:
        url = citation.quote.policy.card.url
        clause = citation.quote.clause.id
        return url.value if url else str(request.url_for("clause", clause_id=clause))

    return address


def _completion(answer: Answer, address: Address) -> CompletionOut:
    message = completions.MessageOut(
        content=answer.text + footnotes(answer.citations),
        annotations=annotations(answer.text, answer.citations, address),
        citations=[CitationOut.cited(each) for each in answer.citations],
    )
    return CompletionOut(choices=[completions.ChoiceOut(message=message)])


async def _chunks(
    made: AsyncGenerator[stream.Piece], chunks: Chunks, address: Address, path: str
) -> AsyncGenerator[ServerSentEvent]:
    shown = Trimmed()
    yield _event(chunks.delta(role="assistant", content=""))
    async with aclosing(made) as heard:
        try:
            async for piece in heard:
                if isinstance(piece, Delta) and (text := shown.next(piece.text)):
                    yield _event(chunks.delta(content=text))
                elif isinstance(piece, Answer):
                    last = _completion(piece, address).choices[0].message
                    rest = last.model_dump(include={"annotations", "citations"})
                    yield _event(chunks.delta(content=footnotes(piece.citations), **rest))
        except Exception as error:  # noqa: BLE001 - the response has begun: this is how to fail
            yield _event(_refusal(error, path)[1].model_dump())
            return
    yield _event(chunks.delta(finish_reason="stop"))
    if chunks.counted:
        yield _event(chunks.usage())
    yield ServerSentEvent("[DONE]", sep="\n")


def _event(data: dict[str, Any]) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(data, ensure_ascii=False), sep="\n")


def _refusal(error: Exception, path: str) -> tuple[int, OpenAIErrorOut]:
    """Status and body of an error; what cannot be understood is a 400 for OpenAI's clients."""
    match error:
        case Refused():
            return error.status, _error(error.message, error.param, error.code)
        case RequestValidationError():
            found = mistakes(error.errors())
            said = summary(found)
            return _BAD_REQUEST, _error(said, found[0].pointer.strip("/").replace("/", "."), None)
        case HTTPException():
            return error.status_code, _error(detail(error), None, None)
    known = problem(error, path)
    code = known.type.rpartition(":")[2].replace("-", "_")
    if known.status >= _SERVER_ERROR:
        body = OpenAIError(message=known.detail, type="server_error", param=None, code=code)
        return known.status, OpenAIErrorOut(error=body)
    status = _BAD_REQUEST if known.status == _INVALID else known.status
    return status, _error(known.detail, "messages", code)


def _error(message: str, param: str | None, code: str | None) -> OpenAIErrorOut:
    kind: Literal["invalid_request_error"] = "invalid_request_error"
    return OpenAIErrorOut(
        error=OpenAIError(message=message, type=kind, param=param or None, code=code)
    )
