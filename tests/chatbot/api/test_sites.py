"""The API as pages on other origins use it."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.security import HTTPAuthorizationCredentials
from fastapi.testclient import TestClient
from starlette.requests import Request

from chatbot.api.access import Access, Limits
from chatbot.api.app import create_app
from chatbot.api.tokens import SCOPES, Tokens
from chatbot.chain import Chatbot
from chatbot.errors import AccessDenied
from chatbot.records import Records
from chatbot.records.keys import Scope
from chatbot.records.sites import Site

PORTAL = {"origin": "https://portal.example"}
EVIL = {"origin": "https://evil.example"}
ASKED = {"question": "中试平台怎么建"}


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records.open(tmp_path)


@pytest.fixture
def site(records: Records) -> Site:
    return records.sites.create("门户", [PORTAL["origin"]])


@pytest.fixture
def api(bot: Chatbot, records: Records) -> TestClient:
    return limited(bot, records)


def limited(bot: Chatbot, records: Records, **limits: Any) -> TestClient:
    return TestClient(create_app(bot, records, Limits(**limits)), raise_server_exceptions=False)


def bearer(api: TestClient, site: Site) -> dict[str, str]:
    given = api.post("/v1/widget/token", json={"site": site.id}, headers=PORTAL)
    assert given.json()["expires_in"] == 600
    return {"authorization": f"Bearer {given.json()['token']}"}


def test_a_portal_s_page_may_ask_and_read_what_is_answered(api: TestClient, site: Site) -> None:
    asked = api.post("/v1/ask", json=ASKED, headers=bearer(api, site) | PORTAL)
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == PORTAL["origin"]
    assert asked.headers["vary"] == "Origin"
    clause = asked.json()["citations"][0]["clause_id"]
    read = api.get(f"/v1/clauses/{clause}", headers=bearer(api, site) | PORTAL)
    assert read.status_code == 200


def test_a_page_from_elsewhere_gets_no_token_and_reads_nothing(api: TestClient, site: Site) -> None:
    refused = api.post("/v1/widget/token", json={"site": site.id}, headers=EVIL)
    assert refused.status_code == 403
    assert refused.json()["type"].endswith(":site-refused")
    assert "access-control-allow-origin" not in refused.headers
    stolen = api.post("/v1/ask", json=ASKED, headers=bearer(api, site) | EVIL)
    assert stolen.status_code == 401
    assert "access-control-allow-origin" not in stolen.headers


@pytest.mark.parametrize(("headers", "status"), [(PORTAL, 200), (EVIL, 400)])
@pytest.mark.usefixtures("site")
def test_a_browser_that_asks_beforehand_is_told(
    api: TestClient, headers: dict[str, str], status: int
) -> None:
    wanted = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    told = api.options("/v1/ask", headers=headers | wanted)
    assert told.status_code == status
    assert ("access-control-allow-origin" in told.headers) == (status == 200)


def test_without_sites_no_page_from_elsewhere_reads_anything(api: TestClient) -> None:
    asked = api.post("/v1/ask", json=ASKED, headers=PORTAL)
    assert "access-control-allow-origin" not in asked.headers


@pytest.mark.usefixtures("site")
def test_a_site_keeps_out_whoever_has_no_token(api: TestClient) -> None:
    assert api.post("/v1/ask", json=ASKED, headers=PORTAL).status_code == 401


def test_a_token_is_no_admin_s_key(records: Records, site: Site) -> None:

    tokens = Tokens(records.sites)
    _, token = tokens.give(site.id, PORTAL["origin"], "")
    request = Request({"type": "http", "headers": [], "client": ("127.0.0.1", 1)})
    given = HTTPAuthorizationCredentials(scheme="Bearer", credentials=token)
    access = Access(records, tokens, Limits())
    access.admit(Scope.READ, request, given)
    assert Scope.ADMIN not in SCOPES
    with pytest.raises(AccessDenied):
        access.admit(Scope.ADMIN, request, given)


def test_a_visitor_and_a_whole_site_may_ask_so_often(
    bot: Chatbot, records: Records, site: Site
) -> None:
    for limits in ({"per_visitor": 2}, {"per_site": 2}):
        api = limited(bot, records, **limits)
        headers = bearer(api, site) | PORTAL
        codes = [api.get("/v1/policies", headers=headers).status_code for _ in range(2)]
        assert codes == [200, 429]
        put_off = api.post("/v1/widget/token", json={"site": site.id}, headers=PORTAL)
        assert put_off.status_code == 429
        assert "retry-after" in put_off.headers["access-control-expose-headers"].lower()


@pytest.mark.usefixtures("site")
def test_keys_open_the_api_beside_sites(api: TestClient, records: Records) -> None:
    _, secret = records.keys.create("系统", [Scope.ASK])
    asked = api.post("/v1/ask", json=ASKED, headers={"authorization": f"Bearer {secret}"})
    assert asked.status_code == 200


def test_a_page_sends_json_so_that_its_browser_asks_beforehand(api: TestClient, site: Site) -> None:
    sent = api.post("/v1/widget/token", data={"site": site.id}, headers=PORTAL)
    assert sent.status_code == 415


def test_a_portal_s_page_may_read_that_something_went_wrong(bot: Chatbot, tmp_path: Path) -> None:
    class Failing(Chatbot):
        def _understand(self, question: Any, library: Any) -> Any:
            raise ZeroDivisionError

    records = Records.open(tmp_path)
    site = records.sites.create("门户", [PORTAL["origin"]])
    api = limited(Failing(bot.searcher), records)
    asked = api.post("/v1/ask", json=ASKED, headers=bearer(api, site) | PORTAL)
    assert asked.status_code == 500
    assert asked.headers["access-control-allow-origin"] == PORTAL["origin"]
    assert asked.headers["content-type"] == "application/problem+json"
    assert asked.headers["x-request-id"]
    elsewhere = api.post("/v1/ask", json=ASKED, headers=bearer(api, site) | EVIL)
    assert "access-control-allow-origin" not in elsewhere.headers


def test_without_its_database_a_page_is_asked_to_come_again(
    api: TestClient, records: Records
) -> None:
    with records.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE sites")
    refused = api.get("/v1/policies", headers=PORTAL)
    assert refused.status_code == 503
    assert "access-control-allow-origin" not in refused.headers
