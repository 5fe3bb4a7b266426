"""The page 条款查询 in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from chatbot.settings import Settings
from index.embedders import load
from index.ingest import ingest
from tests.browsing import PHONE, Open, overflow, reader, serving
from tests.laws import write

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def look_up(page: Page) -> None:
    page.get_by_role("tab", name="条款查询").click()
    page.locator("#clauses p, #clauses li").first.wait_for()


def test_the_tree_unfolds_and_opens_a_clause(visit: Open, site: str) -> None:
    page = visit(site).page
    look_up(page)
    clause = page.get_by_role("link", name="14. 同步构筑中试能力")
    expect(clause).to_be_hidden()
    fold = page.get_by_role("button", name="（六）优化产业支撑体系")
    fold.focus()
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    clause.click()
    expect(reader(page).locator("mark").first).to_contain_text("同步构筑中试能力")
    expect(clause).to_have_attribute("aria-current", "true")


def test_clauses_are_found_while_one_types(visit: Open, site: str) -> None:
    page = visit(site).page
    look_up(page)
    # At one stroke: the list is made anew at each, and a click between two of them meets nothing.
    page.get_by_label("查找条款").fill("人形机器人")
    hit = page.locator("#clauses .hits a").first
    expect(hit).to_contain_text("做强未来高端装备")
    hit.click()
    expect(reader(page).locator("mark").first).to_be_in_viewport()
    page.get_by_label("查找条款").fill("")
    expect(page.get_by_role("heading", name="目录")).to_be_visible()


def test_a_link_to_a_clause_is_copied_and_opens_at_its_words(visit: Open, site: str) -> None:
    page = visit(site, permissions=CLIPBOARD).page
    look_up(page)
    page.get_by_label("查找条款").fill("四（六）14")
    page.locator("#clauses .share").first.click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{site}/policies/")
    page.goto(link)
    expect(page.locator("mark").first).to_contain_text("同步构筑中试能力")
    expect(page.locator("mark").first).to_be_in_viewport()


def test_what_is_open_is_cited_with_its_words(visit: Open, site: str) -> None:
    page = visit(site, permissions=CLIPBOARD).page
    look_up(page)
    cite = page.locator("#reader-cite")
    expect(cite).to_be_hidden()
    page.get_by_role("link", name="一、指导思想").click()
    expect(reader(page).locator("mark").first).to_be_in_viewport()
    cite.click()
    expect(cite).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("《工业和信息化部等七部门关于推动未来产业创新发展的实施意见》")
    assert "：「一、指导思想" in copied


def test_on_a_phone_nothing_is_cut_off(visit: Open, site: str) -> None:
    page = visit(site, viewport={**PHONE, "width": 360}).page
    look_up(page)
    assert overflow(page) == 0
    page.get_by_label("查找条款").fill("人形机器人")
    page.locator("#clauses .hits a").first.click()
    expect(reader(page).locator("mark").first).to_be_in_viewport()
    assert overflow(page) == 0


@pytest.fixture(scope="module")
def laws_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("laws")
    write(folder / "files")
    (folder / "files" / "<img src=x onerror=window.hit=1>.txt").write_text(
        "关于<script>window.hit=1</script>试点的意见\n\n一、支持<img src=x onerror=hit=1>\n\n"
        "对试点企业给予<b>补助</b>和[贷款](javascript:window.hit=1)。\n",
        encoding="utf-8",
    )
    ingest(folder / "data", [folder / "files"], embedder=load("builtin"))
    with serving(Settings(data=folder / "data")) as address:
        yield address


def test_one_of_several_policies_is_chosen(visit: Open, laws_site: str) -> None:
    page = visit(laws_site).page
    look_up(page)
    expect(page.locator("#clauses")).to_contain_text("选择一份政策")
    page.get_by_label("政策", exact=True).click()
    option = page.get_by_role("option").nth(2)
    option.click()
    expect(page.get_by_role("heading", name="目录")).to_be_visible()
    expect(page.locator("#clauses nav li").first).to_be_visible()


def test_markup_in_policy_and_query_is_shown_not_obeyed(visit: Open, laws_site: str) -> None:
    page = visit(laws_site).page
    look_up(page)
    page.get_by_label("查找条款").fill("试点企业<img src=x onerror=window.hit=1>补助")
    hit = page.locator("#clauses .hits li", has_text="<b>补助</b>")
    hit.get_by_role("link").click()
    expect(reader(page).locator("mark").last).to_contain_text("<b>补助</b>")
    assert page.evaluate("window.hit") is None
    assert reader(page).locator("body").evaluate("() => window.hit") is None
