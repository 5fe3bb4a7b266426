import pytest

from chatbot.understanding.comparison import sides
from tests.makers import clauses

POLICY = clauses("# 意见\n一、基本原则\n甲先。甲。\n乙先。乙。\n二、保障措施\n（一）金融支持。丙。")


def names(text: str) -> list[str]:
    return [side.name for side in sides(text, POLICY)]


def test_two_sections_are_compared_on_their_subject() -> None:
    first, second = sides("对比基本原则和保障措施里关于安全的表述", POLICY)
    assert (first.name, second.name) == ("基本原则", "保障措施")
    assert first.text == second.text == "安全"
    assert first.section is not None
    assert first.section.title == "基本原则"


def test_two_years_are_compared_on_the_same_question() -> None:
    first, second = sides("2025年和2027年的目标有什么不同", POLICY)
    assert first.text.startswith("到2025年")
    assert "目标" in second.text
    assert "2025" not in second.text


def test_two_subjects_are_compared() -> None:
    assert names("未来制造和未来信息有什么区别") == ["未来制造", "未来信息"]


@pytest.mark.parametrize(
    "text",
    [
        "中试平台有哪些支持措施",
        "2025年的目标",
        "依据《2021年规划》和《2035年远景目标》做什么",
        "资金、人才和平台有什么不同要求",
    ],
)
def test_other_questions_compare_nothing(text: str) -> None:
    assert names(text) == []
