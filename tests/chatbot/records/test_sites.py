from pathlib import Path

import pytest

from chatbot.errors import BadSettings, SiteNotFound
from chatbot.records import Records
from chatbot.records.sites import Sites, origin

PORTAL = "https://portal.example"


@pytest.fixture
def sites(tmp_path: Path) -> Sites:
    return Records.open(tmp_path).sites


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("https://Portal.Example", PORTAL),
        ("https://portal.example:443/", PORTAL),
        (" http://127.0.0.1:8100 ", "http://127.0.0.1:8100"),
        ("http://[::1]:80", "http://[::1]"),
        ("https://政策.中国", "https://xn--5bvr50c.xn--fiqs8s"),
    ],
)
def test_an_origin_is_kept_as_browsers_write_it(text: str, written: str) -> None:
    assert origin(text) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "null",
        "portal.example",
        "ftp://portal.example",
        "https://*.example",
        "https://portal.example/path",
        "https://portal.example?a=b",
        "https://u:p@portal.example",
        "https://a.example https://b.example",
        "https://a.example;script-src",
        "https://a'example",
    ],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(BadSettings):
        origin(text)


def test_a_site_is_found_and_its_origins_are_let_in_until_it_is_revoked(sites: Sites) -> None:
    site = sites.create("门户", [PORTAL, "https://www.portal.example"])
    assert sites.find(site.id) == site
    assert sites.allow("https://www.portal.example")
    assert not sites.allow("https://evil.example")
    assert sites.are_used()
    sites.revoke(site.id)
    assert sites.find(site.id) is None
    assert not sites.allow(PORTAL)
    assert not sites.are_used()
    assert [kept.revoked is not None for kept in sites.all()] == [True]
    with pytest.raises(SiteNotFound):
        sites.revoke(site.id)


def test_a_wrong_origin_leaves_no_site_behind(sites: Sites) -> None:
    with pytest.raises(BadSettings):
        sites.create("门户", [PORTAL, "portal"])
    assert sites.all() == []


def test_every_site_signs_with_a_secret_of_its_own_that_is_not_shown(sites: Sites) -> None:
    one, other = sites.create("甲", [PORTAL]), sites.create("乙", [PORTAL])
    assert one.secret != other.secret
    assert one.secret not in repr(one)
