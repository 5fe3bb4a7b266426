"""The page 问答 in a real browser; each visit fails on a console error or a foreign request too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from chatbot.chain import Chatbot
from chatbot.question import Question
from chatbot.settings import Settings
from index.embedders import load
from index.ingest import ingest
from tests.browsing import PATIENCE_MS, PHONE, Open, answer, ask, overflow, reader, serving
from ui.pages.examples import examples

ASKED = "四（六）14的原文是什么？"
HOSTILE = """关于<script>window.hit=1</script>试点的意见

一、支持<img src=x onerror="window.hit=1">措施

对试点企业给予<script>window.hit=1</script>补助和[贷款](javascript:alert(1))。
"""


def test_an_example_is_answered_and_its_first_source_opens(
    visit: Open, site: str, bot: Chatbot
) -> None:
    page = visit(site).page
    example = examples(bot.library)[0]
    page.get_by_role("button", name=example).click()
    answer(page)
    quoted = bot.answer(Question(example)).citations[0].quote.text
    mark = reader(page).locator("mark")
    expect(mark.first).to_be_in_viewport()
    assert "".join(mark.all_inner_texts()) == quoted.replace("\n", "")


def test_each_source_opens_its_own_words(visit: Open, site: str, bot: Chatbot) -> None:
    page = visit(site).page
    ask(page, "做中试平台能得到哪些支持？")
    answer(page)
    citation = bot.answer(Question("做中试平台能得到哪些支持？")).citations[-1]
    page.locator("#chat .sources .chip").last.click()
    expect(page.locator("#chat .sources .chip").last).to_have_attribute("aria-current", "true")
    # What was open before stays in the frame until the new page has come.
    expect(reader(page).locator("mark").first).to_contain_text(citation.quote.text[:10])
    expect(reader(page).locator("mark").first).to_be_in_viewport()
    marked = "".join(reader(page).locator("mark").all_inner_texts())
    assert marked == citation.quote.text.replace("\n", "")


def test_a_mark_in_the_text_opens_the_same_place_as_its_source(visit: Open, site: str) -> None:
    page = visit(site).page
    ask(page, "做中试平台能得到哪些支持？")
    answer(page)
    page.locator("#chat a.mark").last.click()
    expect(page.locator("#chat .sources .chip").last).to_have_attribute("aria-current", "true")


def test_a_follow_up_leans_on_the_turn_before(visit: Open, site: str) -> None:
    page = visit(site).page
    ask(page, "四（六）14的原文是什么？")
    answer(page)
    ask(page, "下一条呢？")
    expect(page.locator("#chat .bot .sources .chip")).to_have_count(2)
    assert "建设专业人才队伍" in answer(page)


def test_the_newest_answer_is_brought_into_view(visit: Open, site: str) -> None:
    page = visit(site).page
    ask(page, "补贴标准每家多少钱")
    answer(page)
    ask(page, "（五）丰富应用场景下面有哪些条")
    sources = page.locator("#chat .bot .sources")
    expect(sources).to_have_count(2)
    expect(sources.last).to_be_in_viewport()


def test_two_visitors_have_conversations_of_their_own(visit: Open, site: str) -> None:
    one, other = visit(site).page, visit(site).page
    ask(one, "四（六）14的原文是什么？")
    ask(other, "四（六）15的原文是什么？")
    assert "中试" in answer(one)
    assert "人才" in answer(other)
    expect(one.locator("#chat .bot")).to_have_count(1)


def test_what_the_policy_does_not_say_is_a_calm_notice(visit: Open, site: str) -> None:
    page = visit(site).page
    ask(page, "英国的签证怎么办？")
    assert "没有找到" in answer(page)
    expect(page.locator("#chat .notice.not-found")).to_be_visible()


def test_a_question_that_overtakes_the_end_of_the_stream_before_it_is_answered(
    visit: Open, site: str
) -> None:
    page = visit(site).page.context.new_page()

    def overtaken(route: Route) -> None:
        ended = route.fetch(timeout=PATIENCE_MS)
        with page.expect_response(lambda response: ASKED in (response.request.post_data or "")):
            ask(page, ASKED)
        route.fulfill(response=ended)

    page.route("**/queue/data?*", overtaken, times=1)
    page.goto(site)
    assert "中试" in answer(page)


def test_an_error_is_said_in_the_chat_and_the_question_is_kept(visit: Open, site: str) -> None:
    page = visit(site).page
    ask(page, "问" * 2_001)
    assert "2,001" in answer(page)
    expect(page.get_by_placeholder("请输入问题")).to_have_value("问" * 2_001)


def test_a_new_conversation_begins_empty(visit: Open, site: str) -> None:
    page = visit(site).page
    ask(page, "到2025年要实现什么目标？")
    answer(page)
    page.get_by_role("button", name="新对话").click()
    expect(page.locator("#chat .bot")).to_have_count(0)
    expect(page.locator("#chat .example").first).to_be_visible()


def test_an_answer_is_copied_with_its_sources_in_full(visit: Open, site: str) -> None:
    page = visit(site, permissions=["clipboard-read", "clipboard-write"]).page
    ask(page, "四（六）14的原文是什么？")
    answer(page)
    page.get_by_role("button", name="复制回答与出处").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "按产业需求建设一批中试和应用验证平台" in copied
    assert "〔1〕《工业和信息化部等七部门关于推动未来产业创新发展的实施意见》（工信部联科" in copied


def test_shift_enter_begins_a_new_line(visit: Open, site: str) -> None:
    page = visit(site).page
    field = page.get_by_placeholder("请输入问题")
    field.fill("第一行")
    field.press("Shift+Enter")
    field.press_sequentially("第二行")
    expect(field).to_have_value("第一行\n第二行")


def test_on_a_phone_nothing_is_cut_off_and_the_text_is_a_sheet(visit: Open, site: str) -> None:
    page = visit(site, viewport=PHONE).page
    ask(page, "做中试平台能得到哪些支持？")
    answer(page)
    assert overflow(page) == 0
    expect(page.locator("#reader")).to_be_hidden()
    page.locator("#chat .sources .chip").first.click()
    expect(reader(page).locator("mark").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    expect(page.locator("#chat .sources .chip").first).to_be_focused()


def test_at_twice_the_size_nothing_is_cut_off(visit: Open, site: str) -> None:
    page = visit(site, viewport={"width": 640, "height": 400}, device_scale_factor=2).page
    ask(page, "做中试平台能得到哪些支持？")
    answer(page)
    assert overflow(page) == 0


def test_sources_are_reached_and_opened_by_keyboard(visit: Open, site: str) -> None:
    page = visit(site).page
    ask(page, "做中试平台能得到哪些支持？")
    answer(page)
    chip = page.locator("#chat .sources .chip").last
    chip.focus()
    assert chip.evaluate("element => getComputedStyle(element).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    expect(chip).to_have_attribute("aria-current", "true")


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A library whose only policy, file name included, is full of markup."""
    folder = tmp_path_factory.mktemp("hostile")
    file = folder / "<img src=x onerror=window.hit=1>.txt"
    file.write_text(HOSTILE, encoding="utf-8")
    ingest(folder / "data", [file], embedder=load("builtin"))
    with serving(Settings(data=folder / "data")) as address:
        yield address


@pytest.mark.parametrize(
    "question", ["<b>试点</b>企业有*补助*吗？", "<img src=x onerror=window.hit=1>补助"]
)
def test_markup_in_policy_and_question_is_shown_not_obeyed(
    visit: Open, hostile_site: str, question: str
) -> None:
    page = visit(hostile_site).page
    ask(page, question)
    answer(page)
    expect(page.locator("#chat .user .md")).to_have_text(question)
    page.locator("#chat .sources .chip").first.click()
    expect(reader(page).locator("mark").first).to_contain_text("<")
    assert page.evaluate("window.hit") is None
    assert reader(page).locator("body").evaluate("() => window.hit") is None


def test_what_is_related_unfolds_and_opens_beside_the_answer(visit: Open, site: str) -> None:
    page = visit(site).page
    ask(page, "中试平台怎么建")
    answer(page)
    link = page.locator("#chat .related .chip").first
    expect(link).not_to_be_visible()
    page.locator("#chat .further summary").click()
    link.click()
    expect(reader(page).locator("mark").first).to_be_in_viewport()


def test_targets_are_shown_as_a_table(visit: Open, site: str) -> None:
    page = visit(site).page
    ask(page, "到2025年的目标有哪些")
    answer(page)
    expect(page.locator("#chat .bot table tr")).to_have_count(12)
    page.locator("#chat .bot table a.mark").first.click()
    expect(reader(page).locator("mark").first).to_contain_text("百项标志性产品")
