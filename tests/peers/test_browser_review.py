"""The page 反馈与审计 in a real browser."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chatbot.records.keys import Scope
from chatbot.settings import Settings
from chatbot.wiring import open_records
from tests.browsing import KEY, PHONE, Open, ask_to_the_end, enter, overflow, serving

HOSTILE = "建设中试平台<img src=x onerror=window.hit=1>"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server with keys, and the key of an administrator."""
    settings = Settings(data=tmp_path_factory.mktemp("guarded"))
    records = open_records(settings)
    key = records.keys.create("管理员", list(Scope))[1]
    records.close()
    with serving(settings) as address:
        yield address, key


def look(page: Page) -> None:
    page.get_by_role("tab", name="反馈与审计").click()
    page.locator("#entries li").first.wait_for()


def test_a_bad_answer_is_reviewed_and_becomes_a_question_for_evaluation(
    visit: Open, guarded: tuple[str, str]
) -> None:
    page = visit(guarded[0], awaits=KEY).page
    enter(page, guarded[1])
    ask_to_the_end(page, HOSTILE)
    page.get_by_role("button", name="没用").click()
    expect(page.locator("#chat .told")).to_have_text("已收到，谢谢。")
    look(page)
    page.get_by_role("radio", name="待复核").check()
    entry = page.locator("#entries .entries > li").first
    expect(entry.locator(".asked")).to_have_text(HOSTILE)
    entry.get_by_role("button", name="指明正确条款").click()
    entry.locator(".candidates input").first.check()
    entry.get_by_role("button", name="保存").click()
    expect(page.locator("#entries")).to_contain_text("没有符合的问答记录")
    page.get_by_role("radio", name="已复核").check()
    expect(page.locator("#entries .reviewed").first).to_contain_text("正确条款：《")
    with page.expect_download() as questions:
        page.get_by_role("link", name="导出评测问题").click()
    line = Path(questions.value.path()).read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(line)["question"] == HOSTILE
    assert page.evaluate("window.hit") is None


def test_on_a_narrow_phone_five_tabs_do_not_widen_the_page(
    visit: Open, guarded: tuple[str, str]
) -> None:
    window = {**PHONE, "width": 360}
    page = visit(guarded[0], awaits=KEY, viewport=window).page
    enter(page, guarded[1])
    assert overflow(page) == 0
