import pytest

from chatbot.compose.names import (
    bodies,
    kinds_of_body,
    latin,
    numbered_as,
    others,
    quotations,
    things,
    unquoted,
    untitled,
)


def test_quotations_inner_ones_too_without_the_full_stop_before_the_mark() -> None:
    assert quotations("提出“优化‘宽容失败’的环境。”和《意见》") == [
        "宽容失败",
        "优化‘宽容失败’的环境",
        "意见",
    ]


@pytest.mark.parametrize("text", ["“甲", "甲”", "《甲", '"甲', "“甲‘乙”丙’"])
def test_a_mark_without_its_partner_leaves_no_quotation(text: str) -> None:
    assert quotations(text) is None


def test_texts_without_marks_and_titles() -> None:
    assert unquoted("“甲”‘乙’") == "甲乙"
    assert untitled("《甲》提出乙") == "提出乙"


def test_bodies_by_their_last_characters() -> None:
    assert bodies("由财政部会同市税务局办理") == {"财政部", "税务局"}


@pytest.mark.parametrize("text", ["全部", "超前布局", "工作格局", "部署", "内部管理", "东部地区"])
def test_what_ends_like_a_body_and_is_none(text: str) -> None:
    assert bodies(text) == set()


def test_kinds_of_body() -> None:
    assert kinds_of_body("鼓励龙头企业、政策性银行和高校") == {"龙头企业", "政策性银行", "高校"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("在深圳建设", "深圳"),
        ("由王伟负责", "王伟"),
        ("市长提出", "市长"),
        ("给予补贴", "补贴"),
    ],
)
def test_places_persons_ranks_and_grants(text: str, named: str) -> None:
    assert named in list(others(text))


def test_things_are_nouns_but_for_the_general_ones() -> None:
    assert list(things("建设量子计算机的有关内容")) == ["量子", "计算机"]


def test_words_with_a_latin_letter() -> None:
    assert latin("5G和OpenLab在2025年") == {"5g", "openlab"}


@pytest.mark.parametrize(
    "text", ["文号为工信部联科〔2024〕12号", "工信部联科[2024]12号", "联科〔2024〕12号", "没有文号"]
)
def test_a_document_number_stands_with_its_whole_name(text: str) -> None:
    assert numbered_as(text, "《意见》(工信部联科〔2024〕12号)")


@pytest.mark.parametrize(
    "text", ["科技部联科〔2024〕12号", "工信部联科〔2024〕13号", "工信部联科〔2023〕12号"]
)
def test_a_document_number_with_anything_altered_does_not(text: str) -> None:
    assert not numbered_as(text, "《意见》(工信部联科〔2024〕12号)")
