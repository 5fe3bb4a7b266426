"""Tokens: whom they are given to, and what becomes of those that somebody tampered with."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from chatbot.api.tokens import Tokens
from chatbot.errors import SiteRefused
from chatbot.records import Records
from chatbot.records.sites import Site, Sites

PORTAL = "https://portal.example"
SERVER = "chat.example:8000"


@pytest.fixture
def sites(tmp_path: Path) -> Sites:
    return Records.open(tmp_path).sites


@pytest.fixture
def site(sites: Sites) -> Site:
    return sites.create("门户", [PORTAL])


@pytest.fixture
def tokens(sites: Sites) -> Tokens:
    return Tokens(sites)


def forged(site: Site, *, secret: str | None = None, **changed: Any) -> str:
    claims = {"aud": PORTAL, "exp": datetime.now(UTC) + timedelta(minutes=1)} | changed
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, secret or site.secret, "HS256", headers={"kid": site.id})


def test_a_page_of_the_site_gets_a_token_that_is_good_there(tokens: Tokens, site: Site) -> None:
    given, token = tokens.give(site.id, PORTAL, SERVER)
    assert given == site
    assert tokens.site(token, PORTAL) == site
    assert tokens.site(token, "https://evil.example") is None


def test_the_page_in_the_iframe_is_the_servers_own(tokens: Tokens, site: Site) -> None:
    _, token = tokens.give(site.id, f"https://{SERVER}", SERVER)
    assert tokens.site(token, None) == site


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://portal.example", f"{PORTAL}.evil.example", "null", ""],
)
def test_a_page_from_elsewhere_gets_none(tokens: Tokens, site: Site, origin: str) -> None:
    with pytest.raises(SiteRefused, match="没有允许"):
        tokens.give(site.id, origin, SERVER)


@pytest.mark.usefixtures("site")
def test_a_site_that_is_not_there_gives_none(tokens: Tokens) -> None:
    with pytest.raises(SiteRefused):
        tokens.give("0" * 16, PORTAL, SERVER)


def test_a_revoked_site_s_tokens_are_good_no_more(tokens: Tokens, sites: Sites, site: Site) -> None:
    _, token = tokens.give(site.id, PORTAL, SERVER)
    sites.revoke(site.id)
    assert tokens.site(token, PORTAL) is None


def test_a_token_by_somebody_else_s_hand_is_none(tokens: Tokens, sites: Sites, site: Site) -> None:
    other = sites.create("另一个", ["https://other.example"])
    unsigned = jwt.encode({"aud": PORTAL}, "", "none", headers={"kid": site.id})
    assert tokens.site(forged(site), PORTAL) == site
    assert tokens.site(forged(site, secret=other.secret), PORTAL) is None
    assert tokens.site(forged(site, exp=datetime.now(UTC) - timedelta(seconds=1)), PORTAL) is None
    assert tokens.site(forged(site, exp=None), PORTAL) is None
    assert tokens.site(forged(site, aud=None), PORTAL) is None
    assert tokens.site(unsigned, PORTAL) is None


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("token", ["", "pc-abc", "a.b.c", "é", "eyJhbGciOiJIUzI1NiJ9.e30.x"])
def test_what_is_no_token_is_none(tokens: Tokens, token: str) -> None:
    assert tokens.site(token, PORTAL) is None
