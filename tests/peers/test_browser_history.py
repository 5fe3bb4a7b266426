"""What is done with answers in a real browser: kept, reopened, judged, taken away."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browsing import Open, answer, ask, ask_to_the_end


def talk(page: Page) -> None:
    """Two questions, the second leaning on the first."""
    ask_to_the_end(page, "四（六）14的原文是什么？")
    ask_to_the_end(page, "下一条呢？")
    expect(page.locator("#chat .tools")).to_have_count(2)


def unfold(page: Page) -> None:
    page.get_by_role("button", name="历史对话").click()
    page.locator("#talks").wait_for()


def test_a_talk_is_reopened_and_goes_on(visit: Open, site: str) -> None:
    first = visit(site).page
    talk(first)
    page = first.context.new_page()
    page.goto(site)
    unfold(page)
    page.get_by_role("radio", name="四（六）14的原文是什么？").click()
    expect(page.locator("#chat .bot .sources .chip")).to_have_count(2)
    ask(page, "再下一条呢？")
    expect(page.locator("#chat .tools")).to_have_count(3)
    assert "强化新型基础设施" in answer(page)


def test_a_talk_is_forgotten(visit: Open, site: str) -> None:
    page = visit(site).page
    unfold(page)
    expect(page.locator("#talks")).to_contain_text("还没有对话")
    talk(page)
    expect(page.get_by_role("radio")).to_have_count(1)
    page.get_by_role("button", name="删除此对话").click()
    expect(page.get_by_role("radio")).to_have_count(0)
    expect(page.locator("#chat .bot")).to_have_count(0)


def test_one_answer_or_the_whole_talk_is_taken_away(visit: Open, site: str) -> None:
    page = visit(site).page
    talk(page)
    with page.expect_download() as one:
        page.locator("#chat .export[name=docx]").last.click()
    assert one.value.suggested_filename == "下一条呢？.docx"
    unfold(page)
    with page.expect_download() as all_of_it:
        page.get_by_role("button", name="导出为 Markdown").click()
    text = Path(all_of_it.value.path()).read_text(encoding="utf-8")
    assert "## 四（六）14的原文是什么？" in text
    assert "## 下一条呢？" in text


def test_an_answer_is_judged_with_a_reason(visit: Open, site: str) -> None:
    page = visit(site).page
    ask(page, "四（六）14的原文是什么？")
    page.get_by_role("button", name="没用").click()
    page.get_by_label("哪里不好？").select_option("不完整")
    page.get_by_label("补充说明").fill("<img src=x onerror=window.hit=1>")
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".opinion")).to_have_count(0)
    expect(page.locator("#chat .told")).to_have_text("已收到，谢谢。")
    expect(page.get_by_role("button", name="没用")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.hit") is None
