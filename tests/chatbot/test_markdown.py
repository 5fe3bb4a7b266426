import pytest

from chatbot.markdown import blockquote, escape
from index.clause import Span


@pytest.mark.parametrize(
    "markup", ["<script>", "[1]", "*强调*", "`码`", "# 标题", "a_b_c", "~~删~~"]
)
def test_markup_in_a_policy_is_shown_as_it_stands(markup: str) -> None:
    escaped = escape(markup)
    assert escaped != markup
    assert escaped.replace("\\", "") == markup


def test_every_line_is_quoted_and_blank_ones_go() -> None:
    assert blockquote("甲。\n\n乙。") == "> 甲。\n> 乙。"


def marked(text: str, words: str) -> str:
    at = text.index(words)
    return blockquote(text, Span(at, at + len(words)))


def test_the_decisive_words_are_set_off() -> None:
    assert marked("建设中试平台。", "中试平台") == "> 建设**中试平台**。"
    assert marked("甲。\n建设平台。\n乙。", "建设平台") == "> 甲。\n> **建设平台**。\n> 乙。"


def test_words_whose_emphasis_would_not_be_recognised_are_left_alone() -> None:
    assert marked("首台（套）装备", "（套）") == "> 首台（套）装备"


def test_what_is_all_decisive_is_not_set_off() -> None:
    assert marked("建设平台", "建设平台") == "> 建设平台"


@pytest.mark.parametrize("line", ["- 甲", "+ 甲", "1. 甲", "2) 甲"])
def test_a_line_that_would_begin_a_list_begins_none(line: str) -> None:
    assert escape(f"乙\n{line}").count("\\") == 1


def test_a_number_of_a_clause_stays_as_it_is() -> None:
    assert escape("13.加强标准引领") == "13.加强标准引领"
