import pytest
from fastapi.testclient import TestClient

from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.records import Records

URL = "/v1/chat/completions"


def body(question: str) -> dict[str, object]:
    return {"model": "policy-chatbot", "messages": [{"role": "user", "content": question}]}


def test_a_policy_without_a_link_is_cited_by_the_address_of_its_clause(
    laws: Chatbot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    records = Records.open(tmp_path_factory.mktemp("records"))
    client = TestClient(create_app(laws, records))
    title = laws.library.names().title(laws.library.heads()[0])
    message = client.post(URL, json=body(f"{title}第一条")).json()["choices"][0]["message"]
    [annotation] = message["annotations"]
    [citation] = message["citations"]
    assert client.get(annotation["url_citation"]["url"]).json()["text"] == citation["text"]


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("[]", "application/json", 400),
        ("{}", "text/plain", 415),
        (" " * 5_000_000, "application/json", 413),
    ],
)
def test_what_cannot_be_read_is_told_in_openai_s_shape(
    client: TestClient, content: str, kind: str, status: int
) -> None:
    response = client.post(URL, content=content, headers={"content-type": kind})
    assert response.status_code == status
    error = response.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert any("\u4e00" <= char <= "\u9fff" for char in error["message"])


def test_other_routes_keep_their_problems(client: TestClient) -> None:
    response = client.post("/v1/ask", json={})
    assert response.headers["content-type"] == "application/problem+json"
