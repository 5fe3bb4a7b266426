import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.records import Records
from index.errors import IndexDamaged
from tests.fakes import PatientModel
from tests.reading_events import events
from tests.serving import running
from tests.waiting import PATIENCE_S, until

QUESTION = "同步构筑中试能力有哪些内容"
TRUE = "按产业需求建设一批中试和应用验证平台。[1]"


def asked(client: TestClient, **fields: Any) -> list[tuple[str, Any]]:
    response = client.post("/v1/ask", json={"question": QUESTION, "stream": True} | fields)
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    return list(events(response.text.splitlines()))


def steady(answer: dict[str, Any]) -> dict[str, Any]:
    """All of an answer but what differs from one to the next."""
    return {name: value for name, value in answer.items() if name not in {"id", "timings_ms"}}


@pytest.mark.parametrize("question", [QUESTION, "你好", "深圳的补贴是多少", "这份文件的文号是什么"])
def test_the_last_event_is_the_answer_of_the_plain_call(client: TestClient, question: str) -> None:
    heard = asked(client, question=question)
    plain = client.post("/v1/ask", json={"question": question}).json()
    name, done = heard[-1]
    assert name == "done"
    assert done.keys() == plain.keys()
    assert steady(done) == steady(plain)
    said = "".join(data["text"] for name, data in heard if name == "delta")
    assert said.strip() == plain["answer"]
    assert [data for name, data in heard if name == "citation"] == plain["citations"]


def test_stages_come_first_and_in_order(client: TestClient) -> None:
    heard = asked(client)
    assert [data["stage"] for name, data in heard[:3] if name == "status"] == [
        "understanding",
        "searching",
        "writing",
    ]
    assert "status" not in {name for name, _ in heard[3:]}


def test_a_citation_comes_before_the_piece_that_holds_its_mark(client: TestClient) -> None:
    known: set[int] = set()
    marks = 0
    for name, data in asked(client):
        if name == "citation":
            known.add(data["index"])
        if name == "delta":
            found = {number for number in range(1, 10) if f"[{number}]" in data["text"]}
            assert found <= known
            marks += len(found)
    assert marks


def test_no_proxy_and_no_cache_holds_it_back(client: TestClient) -> None:
    headers = client.post("/v1/ask", json={"question": QUESTION, "stream": True}).headers
    assert headers["x-accel-buffering"] == "no"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_what_is_wrong_with_a_question_is_told_before_the_stream_begins(client: TestClient) -> None:
    wrong = {"question": QUESTION, "filters": {"policy_ids": ["none"]}, "stream": True}
    response = client.post("/v1/ask", json=wrong)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_failure_on_the_way_is_the_last_event(bot: Chatbot, tmp_path: Path) -> None:
    class Failing(Chatbot):
        def _understand(self, question: Any, library: Any) -> Any:
            raise IndexDamaged("/srv/data 不完整")

    client = TestClient(create_app(Failing(bot.searcher), Records.open(tmp_path)))
    name, problem = asked(client)[-1]
    assert name == "error"
    assert (problem["status"], problem["title"]) == (503, "索引损坏")
    assert problem["instance"] == "/v1/ask"
    assert "/srv" not in str(problem)


def test_a_streamed_answer_is_kept_in_its_conversation(client: TestClient) -> None:
    kept = client.post("/v1/conversations").json()["conversation_id"]
    [*_, (_, done)] = asked(client, conversation_id=kept)
    turns = client.get(f"/v1/conversations/{kept}").json()["turns"]
    assert [turn["content"] for turn in turns] == [QUESTION, done["answer"]]


@pytest.mark.parametrize(
    ("script", "last"),
    [("", "status"), (TRUE + "建设", "delta")],
    ids=["before the first word", "after the first sentence"],
)
def test_a_client_that_goes_away_stops_a_model_that_is_waited_for(
    bot: Chatbot, tmp_path: Path, script: str, last: str
) -> None:
    closed = threading.Event()

    class Watched(Chatbot):
        def events(self, question: Any) -> Any:
            try:
                yield from super().events(question)
            finally:
                closed.set()

        def close(self) -> None: ...

    model = PatientModel(script=script)
    app = create_app(Watched(bot.searcher, model), Records.open(tmp_path))
    body = {"question": "中试平台怎么建", "stream": True}
    with running(app) as address:
        with httpx.stream("POST", f"{address}/ask", json=body, timeout=PATIENCE_S) as response:
            heard = events(response.iter_lines())
            while next(heard)[0] != last:
                assert not closed.is_set()
        assert model.left.wait(PATIENCE_S)
        assert closed.wait(PATIENCE_S)


def test_a_server_that_stops_lets_go_of_a_model_that_is_waited_for(
    bot: Chatbot, tmp_path: Path
) -> None:
    class Shared(Chatbot):
        def close(self) -> None: ...

    model = PatientModel(script="")
    app = create_app(Shared(bot.searcher, model), Records.open(tmp_path))
    body = {"question": "中试平台怎么建", "stream": True}
    with running(app) as address, httpx.Client(timeout=PATIENCE_S) as client:
        asked = client.build_request("POST", f"{address}/ask", json=body)
        client.send(asked, stream=True)
        assert model.begun.wait(PATIENCE_S)
    assert model.left.wait(PATIENCE_S)


def test_a_server_that_stops_has_left_what_it_was_about_to_search(
    bot: Chatbot, tmp_path: Path
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Chatbot):
        def _understand(self, question: Any, library: Any) -> Any:
            begun.set()
            go_on.wait(PATIENCE_S)
            return super()._understand(question, library)

        def close(self) -> None: ...

    def endings() -> list[tuple[str]]:
        with closing(sqlite3.connect(tmp_path / "records.db")) as kept:
            return kept.execute("SELECT status FROM answers").fetchall()

    app = create_app(Slow(bot.searcher), Records.open(tmp_path))
    with running(app) as address, httpx.Client(timeout=PATIENCE_S) as client:
        body = {"question": "中试平台怎么建", "stream": True}
        asked = client.build_request("POST", f"{address}/ask", json=body)
        client.send(asked, stream=True)
        assert begun.wait(PATIENCE_S)
    go_on.set()
    until(endings)
    assert endings() == [("left",)]
