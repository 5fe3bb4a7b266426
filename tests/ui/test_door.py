from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from chatbot.api.access import Access, Limits
from chatbot.api.tokens import Tokens
from chatbot.records import Records
from chatbot.records.keys import Scope
from ui.door import Door, Sessions

FOREIGN = {"sec-fetch-site": "cross-site"}


def said(request: Request) -> PlainTextResponse:
    """What the application behind the door is told."""
    return PlainTextResponse(request.headers.get("authorization", "nothing"))


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    records = Records.open(tmp_path)
    yield records
    records.close()


@pytest.fixture
def client(records: Records) -> TestClient:
    routes = [Route("/{path:path}", said, methods=["GET", "POST", "DELETE"])]
    access = Access(records, Tokens(records.sites), Limits(wrong_keys=3))
    return TestClient(Door(Starlette(routes=routes), records, access), follow_redirects=False)


@pytest.fixture
def secret(records: Records) -> str:
    return records.keys.create("门户", [Scope.ASK])[1]


def sign_in(client: TestClient, secret: str, to: str = "/") -> str:
    response = client.post("/sign-in", data={"key": secret, "to": to})
    assert response.status_code == 303
    return response.headers["location"]


@pytest.mark.parametrize("path", ["/", "/policies", "/policies/a1", "/config", "/v1/ask"])
def test_without_keys_everybody_is_let_in(client: TestClient, path: str) -> None:
    assert client.get(path).text == "nothing"


@pytest.mark.parametrize("path", ["/", "/policies", "/policies/a1"])
@pytest.mark.usefixtures("secret")
def test_with_keys_a_page_asks_for_one(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 401
    assert '<input type="password" name="key"' in response.text
    assert f'name="to" value="{path}"' in response.text


@pytest.mark.parametrize("path", ["/config", "/gradio_api/queue/join", "/gradio_api/queue/data"])
@pytest.mark.usefixtures("secret")
def test_with_keys_nothing_is_asked_through_the_pages(client: TestClient, path: str) -> None:
    assert client.post(path, json={}).status_code == 401


def test_who_gave_a_key_is_let_in_and_spoken_for(client: TestClient, secret: str) -> None:
    assert sign_in(client, secret) == "/"
    assert client.get("/").text == f"Bearer {secret}"
    assert client.post("/v1/ask", json={}).text == f"Bearer {secret}"
    assert client.post("/gradio_api/queue/join", json={}).text == f"Bearer {secret}"


def test_the_key_is_neither_in_the_cookie_nor_in_the_address(
    client: TestClient, secret: str
) -> None:
    response = client.post("/sign-in", data={"key": secret, "to": "/policies/a1"})
    assert response.headers["location"] == "/policies/a1"
    cookie = response.headers["set-cookie"]
    assert secret not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


@pytest.mark.parametrize("key", ["", "pc-wrong", "x" * 5_000])
@pytest.mark.usefixtures("secret")
def test_a_wrong_key_is_said_to_be_wrong(client: TestClient, key: str) -> None:
    response = client.post("/sign-in", data={"key": key, "to": "/"})
    assert response.status_code in {401, 413}
    assert "set-cookie" not in response.headers
    assert key == "" or key not in response.text


@pytest.mark.parametrize("to", ["https://a.b/", "//a.b", "/\\a.b", "/v1/policies", "javascript:1"])
def test_nobody_is_sent_to_another_site(client: TestClient, secret: str, to: str) -> None:
    assert sign_in(client, secret, to) == "/"


def test_a_key_that_is_revoked_lets_nobody_in(
    client: TestClient, records: Records, secret: str
) -> None:
    records.keys.create("另一个", [Scope.ASK])
    sign_in(client, secret)
    records.keys.revoke(records.keys.all()[0].id)
    assert client.get("/").status_code == 401


def test_who_leaves_is_asked_again(client: TestClient, secret: str) -> None:
    sign_in(client, secret)
    client.post("/sign-out")
    assert client.get("/").status_code == 401


def test_another_sites_page_is_not_spoken_for(client: TestClient, secret: str) -> None:
    sign_in(client, secret)
    assert client.get("/v1/policies", headers=FOREIGN).text == "nothing"
    assert client.get("/v1/policies", headers={"origin": "https://a.b"}).text == "nothing"


@pytest.mark.parametrize("path", ["/v1/jobs", "/gradio_api/queue/join", "/sign-in"])
def test_a_form_of_another_site_is_refused_also_without_keys(client: TestClient, path: str) -> None:
    assert client.post(path, data={"a": "1"}, headers=FOREIGN).status_code == 403


def test_a_key_in_the_request_is_the_one_that_counts(client: TestClient, secret: str) -> None:
    sign_in(client, secret)
    response = client.get("/v1/policies", headers={"authorization": "Bearer other"})
    assert response.text == "Bearer other"


@pytest.mark.usefixtures("secret")
def test_what_a_site_shows_to_all_can_be_read_by_all(client: TestClient, records: Records) -> None:
    records.sites.create("门户", ["https://portal.example"])
    assert client.get("/policies/a1").text == "nothing"
    assert client.get("/").status_code == 401


def test_a_session_ends() -> None:
    sessions = Sessions()
    token = sessions.begin("pc-a")
    assert sessions.secret(token) == "pc-a"
    sessions.end(token)
    assert sessions.secret(token) == ""


def test_keys_are_not_guessed_in_the_form(client: TestClient, secret: str) -> None:
    codes = [client.post("/sign-in", data={"key": f"pc-{n}"}).status_code for n in range(4)]
    assert codes == [401, 401, 401, 429]
    put_off = client.post("/sign-in", data={"key": secret})
    assert put_off.status_code == 429
    assert int(put_off.headers["retry-after"]) >= 1


def test_without_its_database_the_page_asks_to_come_again(
    client: TestClient, records: Records
) -> None:
    with records.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE keys")
    response = client.get("/")
    assert response.status_code == 503
    assert "请稍后再试" in response.json()["detail"]
