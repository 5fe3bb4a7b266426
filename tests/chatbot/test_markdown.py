import pytest

from chatbot.markdown import blockquote, escape


@pytest.mark.parametrize(
    "markup", ["<script>", "[1]", "*强调*", "`码`", "# 标题", "a_b_c", "~~删~~"]
)
def test_markup_in_a_policy_is_shown_as_it_stands(markup: str) -> None:
    escaped = escape(markup)
    assert escaped != markup
    assert escaped.replace("\\", "") == markup


def test_every_line_is_quoted_and_blank_ones_go() -> None:
    assert blockquote("甲。\n\n乙。") == "> 甲。\n> 乙。"


def test_the_words_asked_for_are_set_off() -> None:
    assert blockquote("建设中试平台。", ("中试", "平台")) == "> 建设**中试平台**。"


def test_words_with_markup_are_left_alone() -> None:
    assert blockquote("首台（套）", ("（套）",)) == "> 首台（套）"
