from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from chatbot.chain import Chatbot
from chatbot.records import Records
from ui.pages.examples import examples
from ui.security import Shield
from ui.widget.routes import frame_page, routes


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records.open(tmp_path)


@pytest.fixture
def client(bot: Chatbot, records: Records) -> TestClient:
    app = FastAPI()
    app.include_router(routes(bot.library, records.sites))
    return TestClient(Shield(app))


def test_any_page_may_load_the_script(client: TestClient) -> None:
    response = client.get("/widget/policy-chat.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"


def test_the_script_comes_compressed_to_whoever_takes_that(client: TestClient) -> None:
    address = "/widget/policy-chat.js"
    plain = client.get(address, headers={"accept-encoding": "identity"})
    zipped = client.get(address, headers={"accept-encoding": "br, gzip"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert int(zipped.headers["content-length"]) < 20 * 1024  # as README says
    assert "content-encoding" not in plain.headers
    assert zipped.content == plain.content  # the client unpacks it
    assert "accept-encoding" in plain.headers["vary"].lower()


@pytest.mark.parametrize("accepted", ["gzip;q=0", "identity;q=1, gzip;q=0.0", "notgzip", "br"])
def test_the_script_is_not_compressed_for_whoever_does_not_take_that(
    client: TestClient, accepted: str
) -> None:
    response = client.get("/widget/policy-chat.js", headers={"accept-encoding": accepted})
    assert "content-encoding" not in response.headers


def test_a_widget_starts_with_examples_and_the_choices_of_its_form(
    client: TestClient, bot: Chatbot
) -> None:
    start = client.get("/widget/start").json()
    assert start["policies"] == 1
    assert start["examples"] == examples(bot.library)
    assert start["choices"]["kinds"][:2] == ["企业", "高校"]
    assert "专精特新" in start["choices"]["qualifications"]


def frame_ancestors(client: TestClient, query: str = "") -> str:
    header = client.get(f"/widget/frame{query}").headers["content-security-policy"]
    return next(part for part in header.split("; ") if part.startswith("frame-ancestors"))


def test_the_pages_of_a_site_and_no_others_may_hold_the_frame(
    client: TestClient, records: Records
) -> None:
    site = records.sites.create("门户", ["https://a.example", "https://b.example"])
    query = f"?site={site.id}"
    allowed = "frame-ancestors 'self' https://a.example https://b.example"
    assert frame_ancestors(client, query) == allowed
    assert "x-frame-options" not in client.get(f"/widget/frame{query}").headers
    assert frame_ancestors(client) == "frame-ancestors 'self'"
    records.sites.revoke(site.id)
    gone = client.get(f"/widget/frame{query}")
    assert gone.status_code == 404
    assert gone.headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    "query", ["site=%22%3E%3Cscript%3E", "site=0", "lang=fr", "theme=%22onload=x"]
)
def test_a_frame_is_made_of_nothing_but_what_is_known(client: TestClient, query: str) -> None:
    assert client.get(f"/widget/frame?{query}").status_code == 422


def test_what_stands_in_the_frame_is_escaped() -> None:
    page = frame_page("en", {"site": '"><script>', "theme": None})
    assert 'site="&quot;&gt;&lt;script&gt;"' in page
    assert "theme" not in page
    assert '<html lang="en">' in page
