"""The parts put together, with a language model behind a real HTTP server."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import SecretStr

from chatbot.answer import Answer, Mode, Status
from chatbot.question import Question
from chatbot.settings import Settings
from chatbot.wiring import open_chatbot

SENTENCE = "按产业需求建设一批中试和应用验证平台。[1]"


class ModelServer:
    """An OpenAI-compatible server that streams what it is told to, and keeps what it was sent."""

    def __init__(self, pieces: list[str], *, status: int = 200, pause_s: float = 0) -> None:
        self.pieces, self.status, self.pause_s = pieces, status, pause_s
        self.requests: list[dict[str, object]] = []
        self.authorization = ""

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/v1/chat/completions")
        async def complete(request: Request) -> Response:
            self.requests.append(await request.json())
            self.authorization = request.headers["authorization"]
            if self.status != 200:
                return Response('{"error": {"message": "busy"}}', self.status)
            return StreamingResponse(self._events(), media_type="text/event-stream")

        return app

    def _events(self) -> Iterator[str]:
        for piece in self.pieces:
            time.sleep(self.pause_s)
            choice = {"index": 0, "delta": {"content": piece}, "finish_reason": None}
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
            yield f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n"
        yield "data: [DONE]\n\n"


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """The base URL of a server that runs while the block does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, args=[[listener]])
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        server.should_exit = server.force_exit = True
        thread.join()


def answer(model: ModelServer, data: Path, timeout_s: float = 10) -> Answer:
    with running(model.app()) as url:
        settings = Settings(
            data=data, llm_base_url=url, llm_api_key=SecretStr("sk-1"), llm_timeout_s=timeout_s
        )
        bot = open_chatbot(settings)
        try:
            return bot.answer(Question("中试平台怎么建"))
        finally:
            bot.close()


def test_a_model_behind_an_openai_interface_writes_the_answer(tmp_path: Path) -> None:
    model = ModelServer([SENTENCE[i : i + 2] for i in range(0, len(SENTENCE), 2)])
    written = answer(model, tmp_path)
    assert (written.mode, written.text) == (Mode.GENERATIVE, SENTENCE)
    assert model.authorization == "Bearer sk-1"


def test_the_model_sees_numbered_clauses_and_a_limit_that_every_server_knows(
    tmp_path: Path,
) -> None:
    model = ModelServer([SENTENCE])
    answer(model, tmp_path)
    (request,) = model.requests
    assert "[1] 14.同步构筑中试能力" in json.dumps(request["messages"], ensure_ascii=False)
    assert request["max_tokens"] == 1024


@pytest.mark.parametrize(
    "model",
    [
        pytest.param(ModelServer([], status=500), id="an error"),
        pytest.param(ModelServer([], status=429), id="too many requests"),
        pytest.param(ModelServer([]), id="an empty stream"),
        pytest.param(ModelServer([SENTENCE] * 9, pause_s=2), id="a stream that stalls"),
    ],
)
def test_a_model_that_fails_leaves_the_clauses_to_answer(
    model: ModelServer, tmp_path: Path
) -> None:
    written = answer(model, tmp_path, timeout_s=0.5)
    assert (written.mode, written.status) == (Mode.EXTRACTIVE, Status.ANSWERED)
    assert "同步构筑中试能力" in written.citations[0].quote.clause.text
    assert "语言模型" in written.text


def test_a_model_that_cannot_be_reached_leaves_the_clauses_to_answer(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"
    bot = open_chatbot(Settings(data=tmp_path, llm_base_url=url, llm_timeout_s=1))
    assert bot.answer(Question("中试平台怎么建")).mode is Mode.EXTRACTIVE
    bot.close()


def test_an_own_library_is_not_mixed_with_the_shipped_policy(tmp_path: Path) -> None:
    from index.embedders import load
    from index.ingest import ingest

    (tmp_path / "甲.md").write_text("# 甲意见\n一、平台。建设平台。", encoding="utf-8")
    ingest(tmp_path / "data", [tmp_path / "甲.md"], embedder=load("builtin"))
    bot = open_chatbot(Settings(data=tmp_path / "data"))
    assert [head.name for head in bot.library.heads()] == ["甲意见"]
    bot.close()
