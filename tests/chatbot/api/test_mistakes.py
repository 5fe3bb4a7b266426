import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from chatbot.question import MAX_TURNS

TURN = {"role": "user", "content": "甲"}


def errors(client: TestClient, **body: Any) -> dict[str, str]:
    """Pointer → what is said of it."""
    problem = client.post("/v1/search" if "top_k" in body else "/v1/ask", json=body).json()
    assert problem["status"] == 422
    return {error["pointer"]: error["detail"] for error in problem["errors"]}


@pytest.mark.parametrize(
    ("body", "pointer", "said"),
    [
        ({}, "/question", "缺少这一项"),
        ({"question": 1}, "/question", "应当是字符串"),
        ({"question": "问" * 100_000}, "/question", "不能超过 2000 个字符"),
        ({"question": "问", "more": 1}, "/more", "没有这一项，请删除"),
        ({"question": "问", "a/b~c": 1}, "/a~1b~0c", "没有这一项，请删除"),
        ({"question": "问", "history": None}, "/history", "应当是数组"),
        (
            {"question": "问", "history": [TURN] * 200},
            "/history",
            f"不能超过 {MAX_TURNS} 项，现有 200 项",
        ),
        (
            {"question": "问", "history": [TURN, {**TURN, "role": "system"}]},
            "/history/1/role",
            "只能是 'user' or 'assistant'",
        ),
        ({"question": "问", "filters": []}, "/filters", "应当是 JSON 对象"),
        ({"question": "问", "filters": {"year": 2024}}, "/filters/year", "没有这一项，请删除"),
        ({"question": "问", "top_k": 10**30}, "/top_k", "不能大于 100"),
        ({"question": "问", "top_k": 0}, "/top_k", "不能小于 1"),
        ({"question": "问", "top_k": "5"}, "/top_k", "应当是整数"),
        ({"question": "问", "top_k": True}, "/top_k", "应当是整数"),
    ],
)
def test_a_mistake_is_pointed_at_and_explained(
    client: TestClient, body: dict[str, Any], pointer: str, said: str
) -> None:
    assert errors(client, **body) == {pointer: said}


def test_each_mistake_is_in_the_detail_as_well(client: TestClient) -> None:
    problem = client.post("/v1/ask", json={"question": 1, "filters": 2}).json()
    assert problem["detail"] == "/question：应当是字符串；/filters：应当是 JSON 对象"


def test_a_response_stays_short_whatever_was_sent(client: TestClient) -> None:
    body = {"question": "问", "k" * 100_000: 1, **dict.fromkeys(map(str, range(3000)), 1)}
    assert len(client.post("/v1/ask", json=body).content) < 5_000


@pytest.mark.parametrize(
    "body",
    [
        b'{"question": "\\ud800"}',
        b'{"question": "a", "\\ud800": 1}',
        b'{"question": "a", "filters": {"\\udfff": 1}}',
        b'{"question": "a", "filters": {"policy_ids": ["\\ud800"]}}',
        b'{"question": "a", "history": [{"role": "user", "content": "\\ud800"}]}',
        b'{"question": "a", "history": [{"role": "\\ud800", "content": "a"}]}',
        b'{"question": "a", "top_k": NaN}',
        b'{"question": "a", "top_k": Infinity}',
        b"null",
        b"[]",
    ],
)
def test_what_json_allows_and_we_do_not_is_a_mistake(client: TestClient, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    response = client.post("/v1/search", content=body, headers=headers)
    assert response.status_code == 422
    assert response.json()["errors"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"question": ',
        b'{"question": "a",}',
        b'{"question": "\xff"}',
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        json.dumps({"top_k": 0}).replace("0", "9" * 5_000).encode(),
    ],
    ids=["cut off", "comma", "not UTF-8", "open", "deep", "digits"],
)
def test_what_is_not_json_is_malformed(client: TestClient, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    problem = client.post("/v1/ask", content=body, headers=headers).json()
    assert (problem["status"], problem["title"]) == (400, "请求无法解析")
    assert "JSON" in problem["detail"]
