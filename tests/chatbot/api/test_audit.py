import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.records import Records
from chatbot.records.keys import Scope
from index.evaluation.questions import read_cases

QUESTION = "中试平台有哪些支持措施"
EVIL = "<script>alert(1)</script>=1+1"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    kept = Records.open(tmp_path_factory.mktemp("records"))
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def admin(bot: Chatbot, records: Records) -> TestClient:
    _, secret = records.keys.create("管理", [Scope.ADMIN, Scope.ASK])
    client = TestClient(create_app(bot, records), raise_server_exceptions=False)
    client.headers["authorization"] = f"Bearer {secret}"
    return client


@pytest.fixture(scope="module")
def answer(admin: TestClient) -> dict[str, Any]:
    return dict(admin.post("/v1/ask", json={"question": QUESTION}).json())


def test_an_answer_is_found_as_it_was_given(admin: TestClient, answer: dict[str, Any]) -> None:
    found = admin.get("/v1/audit", params={"words": "中试 平台", "status": "answered"}).json()
    assert found["total"] >= 1
    entry = next(each for each in found["entries"] if each["id"] == answer["id"])
    assert entry["answer"] == answer["answer"]
    assert entry["timings_ms"] == answer["timings_ms"]
    assert [each["quote"] for each in entry["citations"]] == [
        each["quote"] for each in answer["citations"]
    ]
    assert admin.get(f"/v1/audit/{answer['id']}").json() == entry


def test_every_way_in_is_recorded_under_its_name(admin: TestClient) -> None:
    asked = {"question": QUESTION}
    admin.post("/v1/ask", json={**asked, "stream": True})
    admin.post("/v1/ask/export", json={**asked, "format": "markdown"})
    chat = {"model": "policy-chatbot", "messages": [{"role": "user", "content": QUESTION}]}
    for streamed in (False, True):
        admin.post("/v1/chat/completions", json={**chat, "stream": streamed})
    ways = [each["via"] for each in admin.get("/v1/audit").json()["entries"]]
    assert ways[:4] == ["openai", "openai", "api", "api"]


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/v1/audit", "GET"),
        ("/v1/audit/export", "GET"),
        ("/v1/audit/questions", "GET"),
        (f"/v1/audit/{'0' * 32}", "GET"),
        (f"/v1/audit/{'0' * 32}/review", "PUT"),
        (f"/v1/audit/{'0' * 32}/review", "DELETE"),
    ],
)
def test_only_an_administrator_may_look(
    bot: Chatbot, tmp_path: Path, path: str, method: str
) -> None:
    records = Records.open(tmp_path)
    client = TestClient(create_app(bot, records))
    assert client.request(method, path).status_code == 401  # even where no key was made
    _, secret = records.keys.create("门户", [Scope.ASK, Scope.READ])
    client.headers["authorization"] = f"Bearer {secret}"
    assert client.request(method, path).status_code == 403


def test_a_review_becomes_an_evaluation_question(
    admin: TestClient, answer: dict[str, Any], tmp_path: Path
) -> None:
    clause = answer["citations"][0]
    place = f"/v1/audit/{answer['id']}/review"
    body = {"clause_ids": [clause["clause_id"]], "note": "对"}
    review = admin.put(place, json=body).json()
    assert [each["label"] for each in review["clauses"]] == [clause["label"]]
    file = tmp_path / "questions.jsonl"
    file.write_bytes(admin.get("/v1/audit/questions").content)
    [case] = read_cases([file])
    assert (case.question, len(case.gold)) == (QUESTION, 1)
    assert admin.get("/v1/audit", params={"reviewed": True}).json()["total"] == 1
    assert admin.delete(place).status_code == 204
    assert admin.get("/v1/audit/questions").content == b""


def test_a_review_names_clauses_that_there_are(admin: TestClient, answer: dict[str, Any]) -> None:
    place = f"/v1/audit/{answer['id']}/review"
    assert admin.put(place, json={"clause_ids": ["none.1"]}).status_code == 404
    assert admin.get(f"/v1/audit/{answer['id']}").json()["review"] is None


def test_files_hold_all_and_run_nothing(admin: TestClient) -> None:
    admin.post("/v1/ask", json={"question": EVIL})
    total = admin.get("/v1/audit").json()["total"]
    lines = admin.get("/v1/audit/export")
    assert lines.headers["content-type"] == "application/x-ndjson; charset=utf-8"
    assert lines.headers["content-disposition"] == 'attachment; filename="answers.jsonl"'
    assert lines.headers["x-content-type-options"] == "nosniff"
    entries = [json.loads(line) for line in lines.text.splitlines()]
    assert len(entries) == total
    assert entries[0]["question"] == EVIL
    table = admin.get("/v1/audit/export", params={"format": "csv", "words": "script"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.text.startswith("\ufeff编号")


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "gestern"},
        {"until": "0001-01-01"},
        {"until": "9999-12-31"},
        {"status": "x"},
        {"words": "\x00"},
        {"limit": 0},
        {"offset": 10**12},
        {"reviewed": "perhaps"},
        {"other": "1"},
    ],
)
def test_what_cannot_be_looked_for_is_refused(admin: TestClient, wrong: dict[str, Any]) -> None:
    response = admin.get("/v1/audit", params=wrong)
    assert response.status_code == 422
    assert response.json()["errors"]


@pytest.mark.usefixtures("answer")
def test_answers_are_found_by_date(admin: TestClient) -> None:
    assert admin.get("/v1/audit", params={"since": "2999-12-31"}).json()["total"] == 0
    assert admin.get("/v1/audit", params={"until": "2000-01-01"}).json()["total"] == 0
    assert admin.get("/v1/audit", params={"since": "2000-01-01"}).json()["total"] >= 1
