"""The parts put together, with a language model behind a real HTTP server."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import SecretStr

from chatbot.answer import Answer, Mode, Status
from chatbot.question import Question
from chatbot.settings import Settings
from chatbot.wiring import open_chatbot
from tests.embedding import KEY, MODEL, EmbeddingServer
from tests.onnx_models import classifier
from tests.serving import running

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
    assert (written.outcome.mode, written.text) == (Mode.GENERATIVE, SENTENCE)
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
    assert (written.outcome.mode, written.status) == (Mode.EXTRACTIVE, Status.ANSWERED)
    assert "同步构筑中试能力" in written.citations[0].quote.clause.text
    assert "语言模型" in written.text


def test_a_model_that_cannot_be_reached_leaves_the_clauses_to_answer(tmp_path: Path) -> None:
    url = "http://127.0.0.1:1/v1"
    bot = open_chatbot(Settings(data=tmp_path, llm_base_url=url, llm_timeout_s=1))
    assert bot.answer(Question("中试平台怎么建")).outcome.mode is Mode.EXTRACTIVE
    bot.close()


def embedded_by(url: str, data: Path) -> Settings:
    """Settings for the embedder behind a server; what was asked before is asked anew."""
    return Settings(
        remembered=0,
        data=data,
        embedder=f"openai:{MODEL}",
        embedder_base_url=url,
        embedder_api_key=SecretStr(KEY),
        embedder_timeout_s=5,
    )


def test_an_embedder_behind_a_server_finds_what_it_finds_here(tmp_path: Path) -> None:
    server = EmbeddingServer()
    with running(server.app()) as url:
        remote = open_chatbot(embedded_by(url, tmp_path / "remote"))
        found = remote.searcher.search("中试平台怎么建")
    here = open_chatbot(Settings(data=tmp_path / "here"))
    assert server.asked[-1] == ["中试平台 建"]
    for one, other in zip(found, here.searcher.search("中试平台怎么建"), strict=True):
        assert one.clause == other.clause
        assert one.score == pytest.approx(other.score, abs=1e-5)
    remote.close()
    here.close()


def test_an_embedder_that_fails_leaves_full_text_to_answer_and_the_answer_says_so(
    tmp_path: Path,
) -> None:
    with running(EmbeddingServer().app()) as url:
        bot = open_chatbot(embedded_by(url, tmp_path))
        whole = bot.answer(Question("中试平台怎么建"))
    less = bot.answer(Question("中试平台怎么建"))
    assert (whole.status, less.status) == (Status.ANSWERED, Status.ANSWERED)
    assert less.citations[0].quote.clause == whole.citations[0].quote.clause
    assert "向量模型暂时不可用" in less.text
    assert "向量模型暂时不可用" not in whole.text
    assert bot.answer(Question("四（六）14")).text.startswith("四、")
    bot.close()


def test_no_key_is_left_in_the_data_or_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server = EmbeddingServer()
    with running(server.app()) as url:
        bot = open_chatbot(embedded_by(url, tmp_path))
        server.always = "400"
        bot.answer(Question("中试平台怎么建"))
        bot.close()
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(KEY.encode() in content for content in files)
    assert KEY not in caplog.text


def test_a_reranker_that_is_configured_is_asked(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", reranker=classifier(tmp_path / "model"))
    bot = open_chatbot(settings)
    plain = open_chatbot(Settings(data=tmp_path / "data"))
    scores = [[hit.score for hit in b.searcher.search("建设中试平台")] for b in (bot, plain)]
    assert scores[0] == sorted(scores[0], reverse=True)
    assert scores[0] != scores[1]
    bot.close()
    plain.close()


def test_an_own_library_is_not_mixed_with_the_shipped_policy(tmp_path: Path) -> None:
    from index.embedders import load
    from index.ingest import ingest

    (tmp_path / "甲.md").write_text("# 甲意见\n一、平台。建设平台。", encoding="utf-8")
    ingest(tmp_path / "data", [tmp_path / "甲.md"], embedder=load("builtin"))
    bot = open_chatbot(Settings(data=tmp_path / "data"))
    assert [head.name for head in bot.library.heads()] == ["甲意见"]
    bot.close()


def test_an_index_with_milvus_answers_as_one_in_files_does(milvus: str, tmp_path: Path) -> None:
    settings = Settings(
        data=tmp_path, milvus_uri=milvus, milvus_collection="wired", milvus_timeout_s=60
    )
    with closing(open_chatbot(settings)) as bot:
        answer = bot.answer(Question("中试平台怎么建"))
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].quote.clause.reference == "四、（六）14"
