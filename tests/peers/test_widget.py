"""The widget on a portal of another origin, under the strictest policy that a portal can have.

Every visit also fails on a complaint in the console and on a request that leaves this machine.
"""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Locator, Page, Route, expect

from chatbot.records import Records
from chatbot.settings import Settings
from index.embedders import load
from index.ingest import ingest
from tests.browsing import PATIENCE_MS, Open, serving, violations
from tests.waiting import PATIENCE_S
from ui.widget.portal import portal

ASKED = "做中试平台能得到哪些支持？"
SMALL = {"width": 320, "height": 640}
HOSTILE = """关于<script>window.hit=1</script>试点的意见

一、支持<img src=x onerror="window.hit=1">措施

对试点企业给予<script>window.hit=1</script>补助和[贷款](javascript:alert(1))。
"""


@dataclass(frozen=True)
class Portal:
    """A portal that is served, and the chatbot that it embeds."""

    origin: str
    server: str
    site: str

    def answer(self, question: str) -> dict[str, Any]:
        """What the API says to a page of the portal."""
        headers = {"origin": self.origin}
        with httpx.Client(base_url=self.server, headers=headers, timeout=PATIENCE_S) as portal:
            token = portal.post("/v1/widget/token", json={"site": self.site}).json()["token"]
            bearer = {"authorization": f"Bearer {token}"}
            asked = portal.post("/v1/ask", json={"question": question}, headers=bearer)
        answered: dict[str, Any] = asked.json()
        return answered


@contextmanager
def embedding(settings: Settings) -> Iterator[Portal]:
    """A chatbot, and a portal on another origin that embeds it."""
    records = Records.open(settings.data)
    with serving(settings) as server, socket.create_server(("127.0.0.1", 0)) as listener:
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        site = records.sites.create("门户", [origin]).id
        pages = uvicorn.Server(uvicorn.Config(portal(server, site), log_level="warning"))
        thread = threading.Thread(target=pages.run, kwargs={"sockets": [listener]})
        thread.start()
        yield Portal(origin, server, site)
        pages.should_exit = True
        thread.join()
    records.close()


@pytest.fixture(scope="module")
def on_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """On records of its own: a site closes the API to whoever has no token."""
    with embedding(Settings(data=tmp_path_factory.mktemp("portal"))) as embedded:
        yield embedded


@pytest.fixture(scope="module")
def hostile_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A library whose only policy, file name included, is full of markup."""
    folder = tmp_path_factory.mktemp("hostile")
    file = folder / "<img src=x onerror=window.hit=1>.txt"
    file.write_text(HOSTILE, encoding="utf-8")
    ingest(folder / "data", [file], embedder=load("builtin"))
    with embedding(Settings(data=folder / "data")) as embedded:
        yield embedded


@pytest.fixture
def inline(visit: Open, on_portal: Portal) -> Page:
    return visit(f"{on_portal.origin}/inline", awaits="policy-chat .example").page


def launched(visit: Open, on_portal: Portal, query: str = "", **options: Any) -> Page:
    page = visit(f"{on_portal.origin}/{query}", awaits="policy-chat .launcher", **options).page
    page.locator(".launcher").click()
    return page


def ask(page: Page, question: str) -> Locator:
    """The answer, once it is complete."""
    field = page.locator("policy-chat textarea").first
    field.fill(question)
    field.press("Enter")
    answer = page.locator("policy-chat .answer").last
    expect(answer).not_to_have_attribute("aria-busy", "true")
    return answer


def overflow(page: Page) -> int:
    """Pixels by which page or panel are wider than they may be."""
    wider: int = page.evaluate(
        """() => {
          const panel = document.querySelector("policy-chat").shadowRoot.querySelector(".panel");
          const parts = [panel, ...panel.querySelectorAll(":is(.head, .body, .scroller, .answer)")];
          const wider = parts.map((part) => part.scrollWidth - part.clientWidth);
          return Math.max(document.documentElement.scrollWidth - innerWidth, ...wider);
        }"""
    )
    return wider


# answers


def test_an_example_is_answered_in_a_stream_and_its_sources_open(
    inline: Page, on_portal: Portal
) -> None:
    with inline.expect_response("**/v1/ask") as response:
        inline.locator(".example", has_text=ASKED).click()
    assert response.value.headers["content-type"].startswith("text/event-stream")
    citation = on_portal.answer(ASKED)["citations"][0]
    inline.locator(".sources .chip").first.click()
    expect(inline.locator("mark")).to_be_in_viewport()
    marked = "".join(text.strip() for text in inline.locator("mark").all_inner_texts())
    assert marked.removeprefix("所引原文：").strip() == citation["quote"].replace("\n", "")
    expect(inline.locator(".clause .label")).to_have_text(citation["label"])
    with inline.context.expect_page() as opened:
        inline.get_by_role("link", name="在全文中查看").click()
    expect(opened.value.locator("mark").first).to_contain_text(citation["quote"][:10])
    assert opened.value.url.startswith(on_portal.server)


def test_a_mark_in_the_text_opens_its_own_clause(inline: Page, on_portal: Portal) -> None:
    answer = ask(inline, ASKED)
    answer.locator("button.mark").last.click()
    last = on_portal.answer(ASKED)["citations"][-1]
    expect(inline.locator(".clause .label")).to_have_text(last["label"])


def test_a_follow_up_leans_on_the_turn_before(inline: Page) -> None:
    ask(inline, "四（六）14的原文是什么？")
    expect(ask(inline, "下一条呢？")).to_contain_text("建设专业人才队伍")
    inline.get_by_role("button", name="新对话").click()
    expect(inline.locator(".answer")).to_have_count(0)
    expect(inline.locator(".example").first).to_be_visible()


def test_what_the_policies_do_not_say_is_a_calm_notice(inline: Page) -> None:
    expect(ask(inline, "英国的签证怎么办？")).to_contain_text("没有找到依据")


def test_further_clauses_are_folded_and_open_as_well(inline: Page) -> None:
    answer = ask(inline, "中试平台怎么建")
    chip = answer.locator(".further .chip").first
    expect(chip).to_be_hidden()
    answer.get_by_text("更多依据").click()
    chip.click()
    expect(inline.locator(".clause .label")).to_contain_text("《")


def test_an_answer_is_copied_with_its_sources_in_full(visit: Open, on_portal: Portal) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    address = f"{on_portal.origin}/inline"
    page = visit(address, awaits="policy-chat .example", permissions=allowed).page
    ask(page, "四（六）14的原文是什么？").get_by_role("button", name="复制回答与出处").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "按产业需求建设一批中试和应用验证平台" in copied
    assert "〔1〕《工业和信息化部等七部门关于推动未来产业创新发展的实施意见》（工信部联科" in copied


@pytest.mark.parametrize("reason", [None, "出处不对"])
def test_thumbs_are_recorded(inline: Page, reason: str | None) -> None:
    answer = ask(inline, ASKED)
    with inline.expect_response("**/v1/feedback") as response:
        if reason is None:
            answer.get_by_role("button", name="有帮助", exact=True).click()
        else:
            answer.get_by_role("button", name="没有帮助").click()
            answer.get_by_label(reason).check()
            answer.get_by_label("补充说明").fill("应当引用第六项")
            answer.get_by_role("button", name="提交反馈").click()
    assert response.value.status == 204
    said = json.loads(response.value.request.post_data or "")
    assert said["verdict"] == ("up" if reason is None else "down")
    assert said.get("reason") == reason
    expect(answer).to_contain_text("感谢您的反馈")


def test_the_form_finds_measures_and_their_sources_open(inline: Page) -> None:
    inline.get_by_role("tab", name="适用措施").click()
    inline.get_by_role("button", name="查找适用措施").click()
    expect(inline.locator(".result")).to_contain_text("请至少填写一项")
    inline.get_by_label("行业和主要产品").fill("人形机器人关节")
    inline.get_by_label("规模").select_option("小型")
    inline.get_by_label("资金", exact=True).check()
    inline.get_by_role("button", name="查找适用措施").click()
    heading = inline.locator(".result h3")
    expect(heading).to_contain_text("项措施可能适用")
    expect(heading).to_be_focused()
    inline.locator(".measures li", has_text="人形机器人").first.locator(".chip").click()
    expect(inline.locator("mark")).to_contain_text("人形机器人")


def test_english_portals_have_an_english_widget(visit: Open, on_portal: Portal) -> None:
    page = launched(visit, on_portal, "?lang=en")
    answer = ask(page, ASKED)
    expect(answer.get_by_role("button", name="Copy answer and sources")).to_be_visible()
    expect(answer.locator(".text")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("tab", name="Measures for me").click()
    expect(page.get_by_label("Size").locator("option").nth(3)).to_have_text("Small")


# tokens


def tokens(page: Page) -> list[str]:
    """Grows with every token that the page asks for."""
    asked: list[str] = []

    def count(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_()

    page.route("**/v1/widget/token", count)
    return asked


def test_one_token_serves_until_it_ends(inline: Page) -> None:
    asked = tokens(inline)
    inline.clock.install()
    ask(inline, ASKED)
    ask(inline, "国外的公司能参与吗？")
    assert len(asked) == 1
    inline.clock.fast_forward(600_000)
    ask(inline, "中试平台怎么建")
    assert len(asked) == 2


def test_a_token_that_is_refused_is_renewed_once(visit: Open, on_portal: Portal) -> None:
    shown = visit(f"{on_portal.origin}/inline", awaits="policy-chat .example")
    asked = tokens(shown.page)
    shown.page.route("**/v1/ask", answering(on_portal, status=401), times=1)
    with shown.page.expect_console_message():
        answer = ask(shown.page, ASKED)
    shown.complaints.clear()  # the browser tells of the 401
    expect(answer).to_contain_text("条相关规定")
    assert len(asked) == 2


def test_a_page_of_another_origin_is_let_in_nowhere(chromium: Browser, on_portal: Portal) -> None:
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{on_portal.origin.replace('127.0.0.1', 'localhost')}/inline")
    answer = ask(page, ASKED)
    expect(answer).to_contain_text("连接不上问答服务")
    expect(answer).to_contain_text("核对本页是否已登记")
    expect(page.locator("policy-chat textarea").first).to_have_value(ASKED)
    context.close()


def test_the_frame_asks_for_itself_and_names_who_may_hold_it(
    visit: Open, on_portal: Portal
) -> None:
    page = visit(f"{on_portal.origin}/frame", awaits="iframe").page
    frame = page.frame_locator("iframe")
    frame.locator("policy-chat textarea").fill(ASKED)
    frame.get_by_role("button", name="提问").click()
    expect(frame.locator(".answer")).to_contain_text("条相关规定")
    frame_at = f"{on_portal.server}/widget/frame?site={on_portal.site}"
    headers = httpx.get(frame_at, timeout=PATIENCE_S).headers
    assert f"frame-ancestors 'self' {on_portal.origin}" in headers["content-security-policy"]
    assert "x-frame-options" not in headers


def test_another_origin_cannot_hold_the_frame(chromium: Browser, on_portal: Portal) -> None:
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.goto(f"{on_portal.origin.replace('127.0.0.1', 'localhost')}/frame")
    expect(page.frame_locator("iframe").locator("policy-chat")).to_have_count(0)
    context.close()


# safety


@pytest.mark.parametrize(
    "question", ["<b>试点</b>企业有*补助*吗？", "<img src=x onerror=window.hit=1>补助"]
)
def test_markup_in_policy_file_name_and_question_is_shown_not_obeyed(
    visit: Open, hostile_portal: Portal, question: str
) -> None:
    page = visit(f"{hostile_portal.origin}/inline", awaits="policy-chat .example").page
    answer = ask(page, question)
    expect(page.locator(".question")).to_contain_text(question)
    answer.locator(".chip").first.click()
    expect(page.locator(".clause .label")).to_contain_text("<")
    expect(page.locator(".clause mark").first).to_contain_text("<")
    assert page.locator("policy-chat :is(img, script, a[href^=javascript])").count() == 0
    assert page.evaluate("window.hit") is None


def answering(
    on_portal: Portal, markdown: str = "", *, status: int = 200
) -> Callable[[Route], None]:
    """What answers in place of the server."""
    done = {
        "id": "0" * 32,
        "status": "answered",
        "answer": markdown,
        "citations": [],
        "understood": "",
        "suggestions": ["<b>甲</b>？"],
        "further": [],
    }
    events = [("delta", {"text": markdown}), ("done", done)]
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    headers = {
        "access-control-allow-origin": on_portal.origin,
        "access-control-expose-headers": "Retry-After",
        "content-type": "text/event-stream",
        "retry-after": "7",
    }
    content = body if status == 200 else "{}"
    return lambda route: route.fulfill(status=status, headers=headers, body=content)


MARKDOWN = {
    "甲\n\n乙": "<p>甲</p><p>乙</p>",
    "**甲**乙**丙": "<p><strong>甲</strong>乙**丙</p>",
    r"\*\*甲\*\* 1\. \[1\] \<b\>": "<p>**甲** 1. [1] &lt;b&gt;</p>",
    "- 甲  \n  说明\n- 乙\n  - 丙": "<ul><li>甲<br>说明</li><li>乙<ul><li>丙</li></ul></li></ul>",
    "3. 甲\n4. 乙": '<ol start="3"><li>甲</li><li>乙</li></ol>',
    "> 甲\n> 乙": "<blockquote><p>甲\n乙</p></blockquote>",
    "## 甲": "<h4>甲</h4>",
    "| 甲 | 乙 |\n|---|---|\n| 1 \\| 2 |  |": '<div class="scroll" role="group" tabindex="0"'
    ' aria-label="甲、乙"><table><thead><tr><th scope="col">甲</th><th scope="col">乙</th></tr>'
    "</thead><tbody><tr><td>1 | 2</td><td></td></tr></tbody></table></div>",
    "<img src=x onerror=window.hit=1>": "<p>&lt;img src=x onerror=window.hit=1&gt;</p>",
    "[甲](javascript:alert(1))": "<p>[甲](javascript:alert(1))</p>",
    "没有的出处[9]": "<p>没有的出处[9]</p>",
}


def test_markdown_becomes_elements_and_html_stays_text(inline: Page, on_portal: Portal) -> None:
    shown = {}
    for markdown in MARKDOWN:
        inline.route("**/v1/ask", answering(on_portal, markdown), times=1)
        shown[markdown] = ask(inline, "问").locator(".text").inner_html()
    assert shown == MARKDOWN
    expect(inline.locator(".suggestion").last).to_have_text("<b>甲</b>？")


def test_nothing_is_kept_in_the_browser_nor_left_in_the_page(inline: Page) -> None:
    ask(inline, ASKED)
    assert inline.context.cookies() == []
    assert inline.evaluate("localStorage.length + sessionStorage.length") == 0
    assert inline.evaluate("[typeof WORDS, typeof PolicyChat, typeof h]") == ["undefined"] * 3


def test_a_server_that_is_busy_says_when_to_come_again(visit: Open, on_portal: Portal) -> None:
    shown = visit(f"{on_portal.origin}/inline", awaits="policy-chat .example")
    shown.page.route("**/v1/ask", answering(on_portal, status=429))
    with shown.page.expect_console_message():
        expect(ask(shown.page, ASKED)).to_contain_text("请在 7 秒后再试")
    expect(shown.page.locator("policy-chat textarea").first).to_have_value(ASKED)
    shown.complaints.clear()  # the browser tells of the 429


def test_an_answer_that_is_not_wanted_any_more_is_stopped(inline: Page) -> None:
    inline.route("**/v1/ask", lambda _route: None)
    inline.locator("policy-chat textarea").first.fill(ASKED)
    inline.get_by_role("button", name="提问").click()
    expect(inline.locator(".stage")).to_contain_text("正在")
    inline.get_by_role("button", name="停止").click()
    expect(inline.locator(".answer")).to_contain_text("已停止")
    inline.unroute("**/v1/ask")
    expect(ask(inline, ASKED)).to_contain_text("条相关规定")


# looks


def style(element: Locator, *names: str) -> list[str]:
    values: list[str] = element.evaluate(
        "(e, names) => names.map((name) => getComputedStyle(e)[name])", list(names)
    )
    return values


def test_page_and_widget_leave_each_other_s_styles_alone(visit: Open, on_portal: Portal) -> None:
    page = launched(visit, on_portal)
    host = page.locator("policy-chat")
    looks = ("opacity", "visibility", "filter", "transform", "fontSize", "fontStyle")
    assert style(host, *looks) == ["1", "visible", "none", "none", "16px", "normal"]
    send = page.locator("policy-chat .send")
    assert style(send, "backgroundColor", "textTransform") == ["rgb(26, 79, 139)", "none"]
    more = page.get_by_role("button", name="更多")
    assert style(more, "backgroundColor", "borderTopStyle") == ["rgb(255, 243, 205)", "dotted"]
    assert style(page.locator("body"), "letterSpacing", "fontSize") == ["0.8px", "16px"]


def test_a_portal_s_colours_are_taken_over(inline: Page) -> None:
    inline.evaluate(
        "document.querySelector('policy-chat').style.setProperty('--policy-chat-accent', '#8f1a22')"
    )
    assert style(inline.locator("policy-chat .send"), "backgroundColor") == ["rgb(143, 26, 34)"]


def test_on_the_smallest_phone_nothing_is_cut_off(visit: Open, on_portal: Portal) -> None:
    page = launched(visit, on_portal, viewport=SMALL)
    assert overflow(page) == 0
    ask(page, "到2025年的目标有哪些")
    assert overflow(page) == 0
    page.get_by_role("button", name="大字版").click()
    assert overflow(page) == 0
    page.locator("button.mark").first.click()
    expect(page.locator("mark").first).to_be_in_viewport()
    expect(page.locator("policy-chat h2")).to_be_in_viewport()
    assert overflow(page) == 0
    page.get_by_role("tab", name="适用措施").click()
    assert overflow(page) == 0


def test_at_twice_the_size_nothing_is_cut_off(visit: Open, on_portal: Portal) -> None:
    window = {"width": 640, "height": 400}
    page = launched(visit, on_portal, viewport=window, device_scale_factor=2)
    ask(page, ASKED)
    assert overflow(page) == 0
    expect(page.locator("policy-chat .send")).to_be_in_viewport()


def test_large_letters_are_a_third_larger(inline: Page) -> None:
    [before] = style(inline.locator(".welcome h3"), "fontSize")
    button = inline.get_by_role("button", name="大字版")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    [after] = style(inline.locator(".welcome h3"), "fontSize")
    assert float(after[:-2]) >= 1.3 * float(before[:-2])


def test_whoever_wants_no_motion_gets_none(visit: Open, on_portal: Portal) -> None:
    page = launched(visit, on_portal, reduced_motion="reduce")
    page.route("**/v1/ask", lambda _route: None)
    page.locator("policy-chat textarea").first.fill(ASKED)
    page.keyboard.press("Enter")
    stage = page.locator(".stage")
    stage.wait_for()
    moving = "e => getComputedStyle(e, '::before').animationName"
    assert stage.evaluate(moving) == "none"


def test_in_high_contrast_the_quoted_words_keep_a_colour_of_their_own(
    visit: Open, on_portal: Portal
) -> None:
    page = launched(visit, on_portal, forced_colors="active")
    ask(page, ASKED).locator("button.mark").first.click()
    mark = page.locator(".clause mark").first
    mark.wait_for()
    assert style(mark, "backgroundColor") != style(page.locator(".clause"), "backgroundColor")
    assert style(page.locator(".question"), "borderTopWidth") == ["1px"]


# without eyes, without a mouse


def focused(page: Page) -> str:
    name: str = page.evaluate(
        """() => {
          const outer = document.activeElement;
          const element = outer.shadowRoot?.activeElement ?? outer;
          return (element.getAttribute("aria-label") ?? element.textContent).trim();
        }"""
    )
    return name


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this name has the focus."""
    for _ in range(40):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {name}, but {focused(page)}")


def test_everything_is_done_with_the_keyboard_alone(visit: Open, on_portal: Portal) -> None:
    page = visit(f"{on_portal.origin}/", awaits="policy-chat .launcher").page
    tab_to(page, "政策问答")
    page.keyboard.press("Enter")
    expect(page.locator("policy-chat textarea").first).to_be_focused()
    page.keyboard.type(ASKED)
    page.keyboard.press("Enter")
    answer = page.locator(".answer")
    expect(answer).not_to_have_attribute("aria-busy", "true")
    page.locator("policy-chat .log").focus()
    tab_to(page, "出处 2")
    assert style(answer.locator("button.mark").nth(1), "outlineStyle") == ["solid"]
    page.keyboard.press("Enter")
    expect(page.locator(".clause h3")).to_be_focused()
    page.keyboard.press("Escape")
    expect(answer.locator("button.mark").nth(1)).to_be_focused()
    tab_to(page, "没有帮助")
    page.keyboard.press("Enter")
    expect(answer.get_by_label("答非所问")).to_be_focused()
    page.locator("policy-chat").get_by_role("tab", name="问答").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="适用措施")).to_be_focused()
    expect(page.get_by_label("行业和主要产品")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    assert focused(page) == "政策问答"


def test_on_a_phone_the_page_behind_is_out_of_reach(visit: Open, on_portal: Portal) -> None:
    page = launched(visit, on_portal, viewport=SMALL)
    assert page.locator("policy-chat dialog:modal").count() == 1
    page.keyboard.press("Escape")
    expect(page.locator(".launcher")).to_be_focused()


def test_an_answer_is_told_once_and_whole_to_those_who_listen(
    inline: Page, on_portal: Portal
) -> None:
    count = len(on_portal.answer(ASKED)["citations"])
    status = inline.get_by_role("status")
    inline.evaluate(
        """() => {
          const widget = document.querySelector("policy-chat");
          const status = widget.shadowRoot.querySelector("[role=status]");
          window.told = [];
          const hear = () => told.push(status.textContent);
          new MutationObserver(hear).observe(status, { childList: true });
        }"""
    )
    ask(inline, ASKED)
    expect(status).to_contain_text(f"回答：有 {count} 条相关规定")
    expect(status).to_contain_text(f"共 {count} 处出处。")
    assert "**" not in status.inner_text()
    assert len(inline.evaluate("told")) == 2
    expect(inline.get_by_role("log")).to_have_attribute("aria-live", "off")


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark", "viewport": SMALL}],
    ids=["light", "dark-phone"],
)
def test_axe_finds_nothing_in_widget_and_portal(
    visit: Open, on_portal: Portal, options: dict[str, Any]
) -> None:
    page = visit(f"{on_portal.origin}/", awaits="policy-chat .launcher", **options).page
    assert violations(page) == []
    page.locator(".launcher").click()
    assert violations(page) == []
    answer = ask(page, "到2025年的目标有哪些")
    answer.get_by_role("button", name="没有帮助").click()
    assert violations(page) == []
    answer.locator("button.mark").first.click()
    page.locator(".clause mark").wait_for()
    assert violations(page) == []
    page.get_by_role("tab", name="适用措施").click()
    page.get_by_label("行业和主要产品").fill("人形机器人")
    page.get_by_role("button", name="查找适用措施").click()
    page.locator(".result h3").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("path", ["inline", "frame"])
def test_axe_finds_nothing_where_the_widget_is_part_of_the_page(
    visit: Open, on_portal: Portal, path: str
) -> None:
    awaits = {"inline": "policy-chat .example", "frame": "iframe"}[path]
    page = visit(f"{on_portal.origin}/{path}", awaits=awaits).page
    if path == "frame":
        page.frame_locator("iframe").locator(".example").first.wait_for()
    else:
        ask(page, "英国的签证怎么办？")
    assert violations(page) == []
