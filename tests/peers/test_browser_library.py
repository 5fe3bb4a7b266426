"""The page 政策库 in a real browser, and the key that it asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from chatbot.jobs import Worker
from chatbot.records.keys import Scope
from chatbot.settings import Settings
from chatbot.wiring import open_records
from tests.browsing import KEY, PATIENCE_MS, PHONE, Open, choose, enter, overflow, serving

NAME = "<img src=x onerror=window.hit=1>.md"
POLICY = "# 试点<script>window.hit=1</script>办法\n\n第一条 给予补助。\n"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A server of its own, with somebody who does its jobs, and keys to it."""

    address: str
    admin: str
    clerk: str


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    settings = Settings(data=tmp_path_factory.mktemp("shelf"))
    records = open_records(settings)
    admin = records.keys.create("管理员", list(Scope))[1]
    clerk = records.keys.create("职员", [Scope.ASK, Scope.READ])[1]
    with serving(settings) as address:
        worker = Worker(settings, records.jobs)
        worker.start()
        yield Shelf(address, admin, clerk)
        worker.stop()
        records.close()


def look(page: Page) -> None:
    choose(page, "政策库")
    page.locator("#upload").wait_for()


def file(text: str, name: str = NAME) -> FilePayload:
    return {"name": name, "mimeType": "text/markdown", "buffer": text.encode()}


def test_a_file_is_uploaded_removed_and_put_back(visit: Open, shelf: Shelf) -> None:
    page = visit(shelf.address, awaits=KEY).page
    enter(page, shelf.admin)
    page.on("dialog", lambda dialog: dialog.accept())
    look(page)
    page.set_input_files("#files", files=[file(POLICY)])
    page.get_by_role("button", name="上传").click()
    expect(page.locator("#shelf .jobs")).to_contain_text("新收录 1 份")
    policy = page.locator(".policies li", has_text="试点<script>window.hit=1</script>办法")
    policy.get_by_role("button", name="移除").click()
    expect(page.locator("#shelf .jobs")).to_contain_text("移除 1 份")
    expect(policy).to_have_count(0)
    page.get_by_role("button", name="撤销").first.click()
    expect(policy).to_have_count(1)
    assert page.evaluate("window.hit") is None


def test_a_file_takes_the_place_of_one_that_was_uploaded(visit: Open, shelf: Shelf) -> None:
    page = visit(shelf.address, awaits=KEY).page
    enter(page, shelf.admin)
    look(page)
    page.set_input_files("#files", files=[file("# 旧办法\n\n第一条 旧。\n", "办法.md")])
    page.get_by_role("button", name="上传").click()
    # Until the upload is done the list may be made anew, under a click too.
    expect(page.locator("#shelf .jobs li").first).to_contain_text("新收录 1 份")
    old = page.locator(".policies li", has_text="旧办法")
    expect(old).to_have_count(1)
    with page.expect_file_chooser() as chooser:
        old.get_by_role("button", name="替换").click()
    chooser.value.set_files([file("# 新办法\n\n第一条 新。\n", "另一个名字.md")])
    expect(page.locator("#shelf .jobs")).to_contain_text("替换 1 份")
    expect(page.locator(".policies li", has_text="新办法")).to_have_count(1)
    expect(old).to_have_count(0)


def test_an_administrator_says_that_a_policy_is_no_longer_in_force_and_takes_it_back(
    visit: Open, shelf: Shelf
) -> None:
    page = visit(shelf.address, awaits=KEY).page
    enter(page, shelf.admin)
    look(page)
    policy = page.locator(".policies li", has_text="推动未来产业创新发展")
    for said, state in (("已废止", "已废止"), ("以读到的为准", "现行有效")):
        policy.locator("summary").click()
        policy.get_by_label("时效性").select_option(said)
        policy.get_by_role("button", name="保存").click()
        expect(policy.locator(".state")).to_have_text(state)


def test_without_a_file_nothing_is_sent(visit: Open, shelf: Shelf) -> None:
    page = visit(shelf.address, awaits=KEY, viewport={**PHONE, "width": 360}).page
    enter(page, shelf.admin)
    look(page)
    page.get_by_role("button", name="上传").click()
    expect(page.locator("#uploading")).to_have_text("请先选择文件。")
    assert overflow(page) == 0


def test_the_pages_ask_for_a_key_and_the_library_for_an_administrators(
    chromium: Browser, shelf: Shelf
) -> None:
    page = chromium.new_context(locale="zh-CN").new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(shelf.address)
    enter(page, shelf.clerk)
    page.get_by_role("tab", name="政策库").click()
    expect(page.locator("#shelf")).to_contain_text("这一页供管理员使用")
    page.locator("#shelf").get_by_label("密钥").fill(shelf.admin)
    page.keyboard.press("Enter")
    page.get_by_placeholder("请输入问题").wait_for()
    look(page)
    expect(page.locator("#upload")).to_be_visible()
    assert shelf.admin not in page.url
    assert page.evaluate("document.cookie") == ""
    page.context.close()


def test_without_any_key_it_is_said_how_to_make_one(visit: Open, site: str) -> None:
    page = visit(site).page
    page.get_by_role("tab", name="政策库").click()
    expect(page.locator("#shelf")).to_contain_text("chatbot keys create")
