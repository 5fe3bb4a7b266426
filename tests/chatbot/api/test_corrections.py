from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.records import Records
from chatbot.records.keys import Scope
from chatbot.settings import Settings
from chatbot.wiring import open_chatbot


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Chatbot]:
    """A chatbot whose policy may be corrected."""
    chatbot = open_chatbot(Settings(data=tmp_path))
    yield chatbot
    chatbot.close()


@pytest.fixture
def client(own: Chatbot, tmp_path: Path) -> TestClient:
    """An administrator's."""
    records = Records.open(tmp_path)
    _, secret = records.keys.create("管理员", [Scope.ADMIN, Scope.READ, Scope.ASK])
    app = create_app(own, records)
    return TestClient(app, headers={"Authorization": f"Bearer {secret}"})


def corrected(client: TestClient, body: dict[str, Any]) -> Any:
    [policy] = client.get("/v1/policies").json()["policies"]
    return client.patch(f"/v1/policies/{policy['policy_id']}/card", json=body)


def test_the_next_answer_says_what_was_corrected(client: TestClient) -> None:
    question = {"question": "同步构筑中试能力有哪些内容"}
    assert "已废止" not in client.post("/v1/ask", json=question).json()["answer"]
    policy = corrected(client, {"validity": "已废止", "replaced_by": "新的实施意见"}).json()
    assert (policy["validity"], policy["corrected"]) == ("已废止", ["replaced_by", "validity"])
    assert policy["replaced_by"] == {"policy_id": None, "title": "《新的实施意见》"}
    answer = client.post("/v1/ask", json=question).json()["answer"]
    assert "已废止，取代它的是《新的实施意见》" in answer


def test_a_corrected_value_says_so_and_stands_nowhere(client: TestClient) -> None:
    number = corrected(client, {"document_number": "某部〔2024〕1号"}).json()["document_number"]
    assert number == {
        "value": "某部〔2024〕1号",
        "start": None,
        "end": None,
        "confidence": 1.0,
        "corrected": True,
    }


def test_null_takes_a_correction_back_and_empty_says_that_there_is_none(
    client: TestClient,
) -> None:
    [before] = client.get("/v1/policies").json()["policies"]
    none = corrected(client, {"issued": "", "issuers": []}).json()
    assert (none["issued"], none["issuers"], none["corrected"]) == (None, [], ["issued", "issuers"])
    assert corrected(client, {"issued": None, "issuers": None}).json() == before


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"colour": "red"}, "/colour"),
        ({"effective": "2024-02-30"}, "/effective"),
        ({"validity": "还行"}, "/validity"),
        ({"title": ""}, "/title"),
        ({"issuers": "某部"}, "/issuers"),
        ({"region": "长" * 501}, "/region"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    client: TestClient, body: dict[str, Any], pointer: str
) -> None:
    response = corrected(client, {"kind": "通知"} | body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"].startswith(pointer)
    [policy] = client.get("/v1/policies").json()["policies"]
    assert policy["corrected"] == []


def test_only_an_administrator_corrects(own: Chatbot, tmp_path: Path) -> None:
    records = Records.open(tmp_path)
    client = TestClient(create_app(own, records))
    place = f"/v1/policies/{own.library.heads()[0].id}/card"
    for scope, status in ((Scope.ASK, 403), (Scope.READ, 403), (Scope.ADMIN, 200)):
        _, secret = records.keys.create(scope, [scope])
        headers = {"Authorization": f"Bearer {secret}"}
        assert client.patch(place, json={"kind": "通知"}, headers=headers).status_code == status


def test_an_unknown_policy_is_not_found(client: TestClient) -> None:
    response = client.patch("/v1/policies/0123456789ab/card", json={"kind": "通知"})
    assert response.status_code == 404
