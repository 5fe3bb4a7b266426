import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY
from structlog.contextvars import get_contextvars

from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.question import Question
from chatbot.records import Records
from chatbot.records.keys import Scope

ASKED = {"question": "中试平台怎么建"}


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records.open(tmp_path)


def api(bot: Chatbot, records: Records, address: str = "127.0.0.1") -> TestClient:
    app = create_app(bot, records)
    return TestClient(app, raise_server_exceptions=False, client=(address, 50_000))


Line = Callable[..., dict[str, Any]]


@pytest.fixture
def line(caplog: pytest.LogCaptureFixture) -> Line:
    """What the log says of a request."""
    caplog.set_level("INFO", "chatbot.access")

    def logged(client: TestClient, method: str, path: str, **options: Any) -> dict[str, Any]:
        caplog.clear()
        client.request(method, path, **options)
        (record,) = (each for each in caplog.records if each.name == "chatbot.access")
        return vars(record)

    return logged


def count(**labels: str) -> float:
    return REGISTRY.get_sample_value("chatbot_requests_total", labels) or 0.0


def test_a_request_has_an_id_of_its_own(client: TestClient) -> None:
    first, second = (client.get("/healthz").headers["x-request-id"] for _ in range(2))
    assert re.fullmatch(r"[0-9a-f]{16}", first)
    assert first != second


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a-b_c.9", True),
        ("x" * 64, True),
        ("x" * 65, False),
        ("", False),
        ("two words", False),
        ('"}', False),
    ],
)
def test_the_client_s_own_id_goes_back_if_it_is_one(
    client: TestClient, given: str, *, kept: bool
) -> None:
    sent = client.get("/healthz", headers={"x-request-id": given}).headers["x-request-id"]
    assert (sent == given) is kept


def test_what_is_logged_on_the_way_carries_the_request_s_id(bot: Chatbot, records: Records) -> None:
    seen: list[Any] = []

    class Watched(Chatbot):
        def answer(self, question: Question) -> Any:
            seen.append(get_contextvars()["request_id"])
            return super().answer(question)

    client = api(Watched(bot.searcher), records)
    response = client.post("/v1/ask", json=ASKED, headers={"x-request-id": "mine"})
    assert response.headers["x-request-id"] == "mine"
    assert seen == ["mine"]


def test_a_line_of_the_log_names_the_route_and_not_the_path(client: TestClient, line: Line) -> None:
    logged = line(client, "GET", "/v1/policies/0123456789ab?q=姓名")
    assert logged["method"] == "GET"
    assert logged["route"] == "/v1/policies/{policy_id}"
    assert logged["status"] == 404
    assert logged["duration_ms"] >= 0
    assert logged["key"] is None
    assert "0123456789ab" not in str(logged)
    assert "姓名" not in str(logged)


@pytest.mark.parametrize(
    ("method", "path", "route"),
    [("GET", "/wp-admin.php", "-"), ("POST", "/mcp", "/mcp"), ("PUT", "/v1/ask", "/v1/ask")],
)
def test_what_strangers_ask_for_makes_no_new_routes(
    client: TestClient, line: Line, method: str, path: str, route: str
) -> None:
    assert line(client, method, path)["route"] == route


def test_the_log_names_the_key_by_its_id(bot: Chatbot, records: Records, line: Line) -> None:
    key, secret = records.keys.create("门户", [Scope.ASK])
    for path in ("/v1/ask", "/mcp"):
        headers = {"authorization": f"Bearer {secret}"}
        logged = line(api(bot, records), "POST", path, json=ASKED, headers=headers)
        assert logged["key"] == key.id
        assert secret not in str(logged)


def test_requests_are_counted_by_route_and_status(client: TestClient) -> None:
    labels = {"method": "POST", "route": "/v1/ask", "status": "422"}
    before = count(**labels)
    client.post("/v1/ask", json={"question": " "})
    assert count(**labels) == before + 1


def test_a_method_that_nobody_knows_is_counted_as_another(client: TestClient, line: Line) -> None:
    assert line(client, "BREW", "/healthz")["method"] == "other"


def test_an_error_inside_is_counted_and_its_answer_names_the_request(
    bot: Chatbot, records: Records
) -> None:
    class Broken(Chatbot):
        def answer(self, question: Question) -> Any:
            raise ZeroDivisionError

    client = api(Broken(bot.searcher), records)
    labels = {"method": "POST", "route": "/v1/ask", "status": "500"}
    before = count(**labels)
    response = client.post("/v1/ask", json=ASKED, headers={"x-request-id": "mine"})
    assert response.status_code == 500
    assert response.headers["x-request-id"] == "mine"
    assert count(**labels) == before + 1


def test_metrics_are_for_prometheus(bot: Chatbot, records: Records) -> None:
    response = api(bot, records).get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    assert "chatbot_requests_in_flight 1.0" in response.text
    assert ASKED["question"] not in response.text


@pytest.mark.parametrize(
    ("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("10.0.0.9", 401)]
)
def test_without_keys_metrics_are_for_this_machine(
    bot: Chatbot, records: Records, address: str, status: int
) -> None:
    assert api(bot, records, address).get("/metrics").status_code == status


@pytest.mark.parametrize(("scope", "status"), [(Scope.ADMIN, 200), (Scope.ASK, 403)])
def test_with_keys_metrics_are_for_admins(
    bot: Chatbot, records: Records, scope: Scope, status: int
) -> None:
    _, secret = records.keys.create("监控", [scope])
    client = api(bot, records)
    assert client.get("/metrics").status_code == 401
    headers = {"authorization": f"Bearer {secret}"}
    assert client.get("/metrics", headers=headers).status_code == status
