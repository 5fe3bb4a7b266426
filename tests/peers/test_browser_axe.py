"""What axe-core finds fault with in every page, with something on each: nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chatbot.records.keys import Scope
from chatbot.settings import Settings
from chatbot.uploads import Upload
from chatbot.wiring import open_records
from tests.browsing import KEY, PHONE, Open, choose, serving, violations
from ui.pages.strings import Language, Strings, strings

TABS = ("measures", "clauses", "library", "review")
LOOKS: dict[str, tuple[Language, dict[str, Any]]] = {
    "desktop": (Language.CHINESE, {}),
    "dark": (Language.CHINESE, {"color_scheme": "dark"}),
    "english-phone": (Language.ENGLISH, {"viewport": {**PHONE, "width": 360}}),
}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server with keys and a job that waits, and the key of an administrator."""
    settings = Settings(data=tmp_path_factory.mktemp("guarded"))
    records = open_records(settings)
    key = records.keys.create("管理员", list(Scope))[1]
    records.jobs.add([Upload("通知.md", b"x")])
    records.close()
    with serving(settings) as address:
        yield address, key


def come_in(page: Page, say: Strings, key: str) -> None:
    """Give the key, in a language."""
    page.context.add_cookies([{"name": "language", "value": say.language, "url": page.url}])
    page.reload()
    assert violations(page) == []
    page.get_by_label(say("door.key")).fill(key)
    page.keyboard.press("Enter")
    page.locator("#question textarea").wait_for()
    # The page's own script names what Gradio leaves unnamed; it may run after the first view.
    expect(page.locator("#chat .examples")).not_to_have_attribute("role", "list")


def talk(page: Page, say: Strings) -> None:
    """An answer that is judged, one that there is none of, and the talks before."""
    for question in ("到2025年的目标有哪些", "英国的签证怎么办？"):
        page.locator("#question textarea").fill(question)
        page.keyboard.press("Enter")
        page.locator("#chat .user", has_text=question).wait_for()
        expect(page.locator("#chat .waiting")).to_have_count(0)
    page.get_by_role("button", name=say("answer.down"), exact=True).last.click()
    page.locator(".opinion").wait_for()
    page.get_by_role("button", name=say("history.title")).click()
    page.locator("#talks label").first.wait_for()


def fill(page: Page, tab: str) -> None:
    """Have the page of a tab show something."""
    match tab:
        case "measures":
            page.locator("#profile textarea, #profile input").first.fill("人形机器人")
            page.locator("#find").click()
            page.locator("#fitting .sources").wait_for()
        case "clauses":
            page.locator("#clauses nav").wait_for()
        case "library":
            page.locator("#shelf .jobs").wait_for()
        case "review":
            page.locator("#entries .judge").first.click()
            page.locator("#entries .candidates label").first.wait_for()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_any_page(visit: Open, guarded: tuple[str, str], look: str) -> None:
    language, options = LOOKS[look]
    opened = visit(guarded[0], awaits=KEY, reduced_motion="reduce", **options)
    say = strings(language)
    page = opened.page
    come_in(page, say, guarded[1])
    opened.complaints.clear()  # the page that asks for a key is a 401, and the console says so
    assert violations(page) == []
    talk(page, say)
    assert ("ask", violations(page)) == ("ask", [])
    for tab in TABS:
        choose(page, say(f"tabs.{tab}"))
        fill(page, tab)
        assert (tab, violations(page)) == (tab, [])
    page.locator("#reader-open").evaluate("link => open(link.href, '_self')")
    page.locator("h1").first.wait_for()
    assert ("policy", violations(page)) == ("policy", [])
