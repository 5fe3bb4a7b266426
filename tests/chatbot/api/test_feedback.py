from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.reading_events import events

QUESTION = {"question": "中试平台有哪些支持措施"}


@pytest.fixture(scope="module")
def answer_id(client: TestClient) -> str:
    return str(client.post("/v1/ask", json=QUESTION).json()["id"])


def given(client: TestClient, answer_id: str, /, **fields: Any) -> int:
    body = {"answer_id": answer_id, "verdict": "down", "reason": None, "comment": None}
    return client.post("/v1/feedback", json=body | fields).status_code


def test_feedback_on_an_answer_is_taken_and_may_change(client: TestClient, answer_id: str) -> None:
    assert given(client, answer_id, reason="引用不对", comment="应当引用第四部分") == 204
    assert given(client, answer_id, verdict="up") == 204


def test_a_streamed_answer_is_one_too(client: TestClient) -> None:
    response = client.post("/v1/ask", json={**QUESTION, "stream": True})
    name, done = list(events(response.text.splitlines()))[-1]
    assert name == "done"
    assert given(client, done["id"]) == 204


def test_an_answer_that_was_never_given_is_unknown(client: TestClient) -> None:
    response = client.post("/v1/feedback", json={"answer_id": "0" * 32, "verdict": "up"})
    assert response.status_code == 404
    assert response.json()["type"].endswith("answer-not-found")


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "meh"},
        {"verdict": None},
        {"reason": "因" * 51},
        {"comment": "因" * 501},
        {"comment": "a\x00b"},
        {"comment": 1},
        {"answer_id": "../1"},
        {"other": "x"},
    ],
)
def test_what_the_contract_does_not_allow_is_refused(
    client: TestClient, answer_id: str, wrong: dict[str, Any]
) -> None:
    assert given(client, answer_id, **wrong) == 422


def test_the_longest_reason_and_comment_are_taken(client: TestClient, answer_id: str) -> None:
    assert given(client, answer_id, reason="因" * 50, comment="因" * 500) == 204


def test_a_form_of_another_site_is_refused(client: TestClient, answer_id: str) -> None:
    form = {"answer_id": answer_id, "verdict": "up"}
    assert client.post("/v1/feedback", data=form).status_code == 415
