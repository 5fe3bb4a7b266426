from typing import Any

import pytest
from fastapi.testclient import TestClient

TITLE = "工业和信息化部等七部门关于推动未来产业创新发展的实施意见"


@pytest.fixture(scope="module")
def answer(client: TestClient) -> dict[str, Any]:
    response = client.post("/v1/ask", json={"question": "同步构筑中试能力有哪些内容"})
    assert response.status_code == 200
    return dict(response.json())


def test_an_answer_has_the_fields_of_the_contract(answer: dict[str, Any]) -> None:
    fields = {"id", "status", "answer", "citations", "mode", "timings_ms"}
    assert fields <= answer.keys()
    assert answer["status"] == "answered"
    assert answer["mode"] == "extractive"
    assert "[1]" in answer["answer"]
    assert answer["timings_ms"]["total"] > 0


def test_a_citation_is_written_as_an_official_would(answer: dict[str, Any]) -> None:
    first = answer["citations"][0]
    assert first["index"] == 1
    assert first["label"] == f"《{TITLE}》（工信部联科〔2024〕12号）四、（六）14"
    assert first["number"] == "14."
    assert first["path"] == "四、重点任务 › （六）优化产业支撑体系 › 14. 同步构筑中试能力"
    assert first["policy_title"] == TITLE
    assert first["document_number"] == "工信部联科〔2024〕12号"
    assert first["url"].startswith("https://www.gov.cn/")


def test_a_quotation_is_the_piece_of_the_text_it_says_it_is(answer: dict[str, Any]) -> None:
    first = answer["citations"][0]
    assert first["quote"]
    assert first["text"][first["quote_start"] : first["quote_end"]] == first["quote"]


def test_a_cited_clause_can_be_read(client: TestClient, answer: dict[str, Any]) -> None:
    first = answer["citations"][0]
    clause = client.get(f"/v1/clauses/{first['clause_id']}").json()
    assert (clause["text"], clause["label"]) == (first["text"], first["label"])


def test_what_the_policy_does_not_say_is_an_answer_too(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "个人所得税起征点是多少"})
    assert (response.status_code, response.json()["status"]) == (200, "not_found")


def test_history_says_what_a_follow_up_is_about(client: TestClient) -> None:
    history = [
        {"role": "user", "content": "同步构筑中试能力讲什么"},
        {"role": "assistant", "content": "按产业需求建设一批中试和应用验证平台。[1]"},
    ]
    response = client.post("/v1/ask", json={"question": "原文给我", "history": history})
    assert response.json()["citations"][0]["number"] == "14."


def test_a_search_finds_a_clause_with_its_file(client: TestClient) -> None:
    response = client.post("/v1/search", json={"question": "人形机器人", "top_k": 3})
    hits = response.json()["hits"]
    assert len(hits) == 3
    assert hits[0]["number"] == "6."
    assert hits[0]["label"].endswith("四、（三）6")
    assert hits[0]["source_file"] == f"{TITLE}.md"
    assert 0 < hits[0]["score"] <= 1


def test_a_search_can_be_limited_to_policies(client: TestClient) -> None:
    policy_id = client.get("/v1/policies").json()["policies"][0]["policy_id"]
    body = {"question": "人形机器人", "filters": {"policy_ids": [policy_id]}}
    assert client.post("/v1/search", json=body).json()["hits"]


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search"])
def test_an_unknown_policy_in_a_filter_is_named(client: TestClient, path: str) -> None:
    body = {"question": "人形机器人", "filters": {"policy_ids": ["0123456789ab"]}}
    response = client.post(path, json=body)
    assert response.status_code == 404
    assert "0123456789ab" in response.json()["detail"]


@pytest.mark.parametrize(
    "said", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_body_that_does_not_say_it_is_json_is_refused(client: TestClient, said: str) -> None:
    """A foreign page can make a browser send a form, but not JSON."""
    body = b'{"question": "a"}'
    response = client.post("/v1/ask", content=body, headers={"content-type": said})
    assert response.status_code == 415
    assert "application/json" in response.json()["detail"]
