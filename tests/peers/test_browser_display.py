"""How the pages are shown, in a real browser: colours and language."""

from playwright.sync_api import expect

from tests.browsing import Open, answer, ask_to_the_end, reader

BACKGROUND = "element => getComputedStyle(element).backgroundColor"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(23, 26, 32)"


def test_dark_colours_are_chosen_for_page_and_text_and_are_remembered(
    visit: Open, site: str
) -> None:
    page = visit(site).page
    assert page.locator("#header").evaluate(BACKGROUND) == LIGHT
    page.get_by_role("button", name="深色").click()
    expect(page.get_by_role("button", name="深色")).to_have_attribute("aria-pressed", "true")
    assert page.locator("#header").evaluate(BACKGROUND) == DARK
    expect(reader(page).locator("html")).to_have_attribute("data-theme", "dark")
    assert reader(page).locator("body").evaluate(BACKGROUND) == DARK
    page.reload()
    page.get_by_placeholder("请输入问题").wait_for()
    expect(page.locator("body.dark")).to_be_visible()


def test_without_a_choice_the_systems_colours_hold(visit: Open, site: str) -> None:
    page = visit(site, color_scheme="dark").page
    expect(page.locator("body.dark")).to_be_visible()
    page.get_by_role("button", name="深色").click()
    expect(page.locator("body:not(.dark)")).to_be_visible()


def test_in_english_the_frame_is_english_and_the_answer_chinese(visit: Open, site: str) -> None:
    page = visit(site).page
    ask_to_the_end(page, "四（六）15的原文是什么？")
    page.get_by_role("button", name="English").click()
    page.get_by_role("tab", name="Measures").wait_for()
    page.locator("#chat .example").first.wait_for()
    page.get_by_placeholder("Type a question").fill("四（六）14的原文是什么？")
    page.keyboard.press("Enter")
    assert "中试" in answer(page)
    expect(page.get_by_role("button", name="Copy with sources")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(reader(page).locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("tab", name="适用措施")).to_be_visible()
