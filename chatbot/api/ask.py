"""Questions: POST /v1/ask and /v1/search."""

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from chatbot.answer import Answer
from chatbot.answering import know
from chatbot.api import stream
from chatbot.api.problems import RESPONSES, place
from chatbot.api.threads import in_thread
from chatbot.api.wire import AnswerOut, AskIn, SearchIn, SearchOut
from chatbot.chain import Chatbot
from chatbot.question import Turn
from chatbot.records.conversations import Conversations


async def says_json(request: Request) -> None:
    """Refuse a body of another type, such as a form that a foreign site makes a browser send.

    Raises:
        HTTPException: 415.
    """
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said != "application/json":
        raise HTTPException(
            415, f"Content-Type 是 {said[:100] or '空的'}，请改为 application/json，并发送 JSON。"
        )


def routes(chatbot: Chatbot, conversations: Conversations) -> APIRouter:
    """The routes that answer."""
    router = APIRouter(
        prefix="/v1", tags=["问答"], responses=RESPONSES, dependencies=[Depends(says_json)]
    )

    @router.post(
        "/ask",
        operation_id="ask",
        summary="提问",
        response_model=AnswerOut,
        responses={200: {"content": {"text/event-stream": stream.DOCUMENTED}}},
    )
    @in_thread
    def ask(request: AskIn, asked: Request) -> Response:
        """依据政策条款回答问题，逐条注明出处；stream 为 true 时逐段返回。"""
        kept = request.conversation_id
        question = request.value(conversations.recent(kept) if kept else ())
        know(chatbot, question)

        def finished(answer: Answer) -> None:
            if kept:
                said = (Turn("user", question.text), Turn("assistant", answer.text))
                conversations.append(kept, said)

        if request.stream:
            return stream.response(stream.pieces(chatbot, question, finished), place(asked))
        answer = chatbot.answer(question)
        finished(answer)
        return _json(AnswerOut.of(answer))

    @router.post("/search", operation_id="search", summary="检索条款")
    def search(request: SearchIn) -> SearchOut:
        """检索与内容最相关的条款；一条只出现一次。"""
        question = request.value()
        know(chatbot, question)
        hits = chatbot.searcher.search(question.text, request.top_k, question.filters)
        return SearchOut.of(hits)

    return router


def _json(made: BaseModel) -> Response:
    """FastAPI would validate it once more, and write it in the thread that serves everybody."""
    return Response(made.model_dump_json(), media_type="application/json")
