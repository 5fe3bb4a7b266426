"""The page 适用措施 in a real browser."""

from playwright.sync_api import expect

from tests.browsing import Open, reader


def test_the_form_finds_measures_and_their_sources_open(visit: Open, site: str) -> None:
    page = visit(site).page
    page.get_by_role("tab", name="适用措施").click()
    page.get_by_label("行业和主要产品").fill("人形机器人关节")
    page.get_by_label("资金", exact=True).check()
    page.get_by_role("button", name="查找适用措施").click()
    result = page.locator("#fitting")
    expect(result).to_contain_text("项措施可能适用")
    expect(result.locator("li").first).to_contain_text("突破人形机器人")
    expect(result).to_be_in_viewport()
    result.locator(".sources .chip").first.click()
    expect(reader(page).locator("mark").first).to_contain_text("人形机器人")


def test_an_empty_form_says_what_to_fill_in(visit: Open, site: str) -> None:
    page = visit(site).page
    page.get_by_role("tab", name="适用措施").click()
    page.get_by_role("button", name="查找适用措施").click()
    expect(page.locator("#fitting .notice.failed")).to_contain_text("请说明行业或产品")
