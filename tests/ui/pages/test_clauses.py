import re

import pytest

from chatbot.chain import Chatbot
from ui.pages.clauses import FOUND, ClausesPage
from ui.pages.strings import Language, strings

SAY = strings(Language.CHINESE)


@pytest.fixture
def page(bot: Chatbot) -> ClausesPage:
    return ClausesPage(bot, SAY)


@pytest.fixture
def several(laws: Chatbot) -> ClausesPage:
    return ClausesPage(laws, SAY)


def links(shown: str) -> list[str]:
    return re.findall(r"<a [^>]*>(.*?)</a>", shown)


def test_the_only_policy_is_chosen_and_its_contents_are_shown(page: ClausesPage) -> None:
    field, shown = page.open()
    assert field.value == page.chatbot.library.heads()[0].id
    assert not field.visible
    assert [name for name in links(shown) if re.match("[一二三四五]、", name)] == [
        "一、指导思想",
        "二、基本原则",
        "三、发展目标",
        "四、重点任务",
        "五、保障措施",
    ]


def test_the_contents_are_a_tree_that_unfolds(page: ClausesPage) -> None:
    shown = page.open()[1]
    before = shown.partition(">14. 同步构筑中试能力<")[0]
    assert before.count("<ul>") - before.count("</ul>") == 3
    assert re.search(r'aria-expanded="false" aria-label="（六）优化产业支撑体系"', shown)


def test_among_several_policies_none_is_chosen_before_the_visitor_does(
    several: ClausesPage,
) -> None:
    field, shown = several.open()
    assert field.visible
    assert field.value == ""
    assert [value for _, value in field.choices] == [
        "",
        *(head.id for head in several.chatbot.library.heads()),
    ]
    assert "选择一份政策" in shown


def test_a_number_finds_its_clause_first(page: ClausesPage) -> None:
    policy = page.chatbot.library.heads()[0].id
    assert links(page.show("四（六）14", policy))[0].endswith("14. 同步构筑中试能力")


def test_words_find_clauses_of_all_policies_named_in_full(several: ClausesPage) -> None:
    found = links(several.show("试用期", ""))
    assert 0 < len(found) <= FOUND
    assert all(name.startswith("《") for name in found)


def test_a_clause_that_is_found_is_copied_with_its_source(page: ClausesPage) -> None:
    shown = page.show("四（六）14", page.chatbot.library.heads()[0].id)
    cite = re.findall(r'class="cite" value="([^"]*)"', shown)[0]
    assert cite.startswith(
        "《工业和信息化部等七部门关于推动未来产业创新发展的实施意见》（工信部联科"
    )
    assert "四、（六）14：「14.同步构筑中试能力" in cite


def test_what_is_not_found_is_said(page: ClausesPage) -> None:
    assert "没有找到与“&lt;i&gt;zzzz”相关的条款" in page.show("<i>zzzz", "")


def test_a_query_that_cannot_be_read_is_said_to_be_so(page: ClausesPage) -> None:
    assert 'class="notice failed"' in page.show("试\x00点", "")


def test_a_policy_that_is_gone_is_said_to_be(page: ClausesPage) -> None:
    assert "没有编号为" in page.show("", "gone")
