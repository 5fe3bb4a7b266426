import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.records import Records
from tests.reading_events import events

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
TURNS = st.lists(
    st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant"]), "content": st.text()})
    | JSON,
    max_size=4,
)
BODIES = st.fixed_dictionaries(
    {"question": st.text() | JSON},
    optional={
        "history": TURNS | JSON,
        "filters": st.fixed_dictionaries({"policy_ids": st.lists(st.text()) | JSON}) | JSON,
        "top_k": st.integers() | JSON,
    },
)


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    return dict(client.get("/openapi.json").json())


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in document["paths"].values() for operation in path.values()]


def test_the_document_names_every_operation_of_the_contract(document: dict[str, Any]) -> None:
    assert {operation["operationId"] for operation in operations(document)} == {
        "ask",
        "create_chat_completion",
        "list_models",
        "read_model",
        "begin_conversation",
        "read_conversation",
        "delete_conversation",
        "match_measures",
        "list_targets",
        "list_tasks",
        "compare_policies",
        "give_token",
        "export_answer",
        "export_answers_given",
        "give_feedback",
        "list_answers",
        "export_answers",
        "export_questions",
        "read_answer",
        "review_answer",
        "unreview_answer",
        "search",
        "list_policies",
        "read_policy",
        "list_clauses",
        "read_clause",
        "upload_files",
        "list_jobs",
        "read_job",
        "undo_job",
        "remove_policy",
        "correct_card",
        "healthz",
        "readyz",
        "metrics",
    }


def test_every_operation_documents_its_problems_with_examples(document: dict[str, Any]) -> None:
    own = [each for each in operations(document) if each["tags"] != ["OpenAI 兼容接口"]]
    responses = [operation["responses"] for operation in own]
    contents = [r[range_]["content"] for r in responses for range_ in ("4XX", "5XX")]
    assert all(set(content) == {"application/problem+json"} for content in contents)
    assert all(content["application/problem+json"]["examples"] for content in contents)
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_openai_s_operations_document_errors_of_openai_s_shape(document: dict[str, Any]) -> None:
    theirs = [each for each in operations(document) if each["tags"] == ["OpenAI 兼容接口"]]
    responses = [operation["responses"] for operation in theirs]
    contents = [r[range_]["content"] for r in responses for range_ in ("4XX", "5XX")]
    schema = {"$ref": "#/components/schemas/OpenAIErrorOut"}
    assert contents == [{"application/json": {"schema": schema}}] * 6


def test_every_reference_of_the_document_leads_somewhere(document: dict[str, Any]) -> None:
    named = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert named == set(document["components"]["schemas"])


def test_every_operation_and_field_of_a_request_is_described(document: dict[str, Any]) -> None:
    assert all(o["summary"] and o["description"] for o in operations(document))
    asked = document["components"]["schemas"]["AskIn"]["properties"]
    assert all(field["description"] for field in asked.values())


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/v1/ask", "AskIn"),
        ("/v1/ask/export", "ExportIn"),
        ("/v1/search", "SearchIn"),
        ("/v1/chat/completions", "CompletionIn"),
    ],
)
def test_the_examples_of_the_document_work(
    client: TestClient, document: dict[str, Any], path: str, model: str
) -> None:
    examples = document["components"]["schemas"][model]["examples"]
    answers = [client.post(path, json=example) for example in examples]
    assert [answer.status_code for answer in answers] == [200] * len(examples)


def test_every_event_of_a_stream_is_documented(
    client: TestClient, document: dict[str, Any]
) -> None:
    content = document["paths"]["/v1/ask"]["post"]["responses"]["200"]["content"]
    variants = content["text/event-stream"]["itemSchema"]["oneOf"]
    documented = {each["properties"]["event"]["const"] for each in variants}
    asked = {"question": "中试平台有哪些支持措施", "stream": True}
    heard = {name for name, _ in events(client.post("/v1/ask", json=asked).text.splitlines())}
    assert documented - heard == {"error"}
    assert heard < documented


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_no_page_loads_scripts_from_elsewhere(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/v1/ask/", "/v1/policies/"])
def test_nobody_is_redirected_to_a_host_they_named(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"host": "evil.example"}, follow_redirects=False)
    assert response.status_code == 404


@pytest.mark.parametrize("path", ["/v1/policies", "/healthz", "/nothing", "/openapi.json"])
def test_every_response_has_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


def test_a_body_that_is_too_large_is_told_so(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "问" * 2_000_000})
    assert response.status_code == 413
    assert "4,194,304" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=BODIES | JSON)
def test_whatever_is_sent_the_answer_is_not_a_server_error(
    client: TestClient, path: str, body: Any
) -> None:
    headers = {"content-type": "application/json"}
    response = client.post(path, content=json.dumps(body), headers=headers)
    assert response.status_code in {200, 404, 422}
    kind = "application/json" if response.status_code == 200 else "application/problem+json"
    assert response.headers["content-type"] == kind


def test_the_chatbot_is_closed_with_the_server(bot: Chatbot, tmp_path: Path) -> None:
    closed: list[str] = []

    class Watched(Chatbot):
        def close(self) -> None:
            closed.append("closed")

    with TestClient(create_app(Watched(bot.searcher), Records.open(tmp_path))) as client:
        client.get("/healthz")
        assert closed == []
    assert closed == ["closed"]
