import pytest

from chatbot.understanding.section import asks_for_children, asks_within, below, sections
from tests.makers import clauses

POLICY = clauses(
    "# 意见\n一、重点任务\n（一）丰富应用场景\n1.建设场景。甲。\n二、保障措施\n（一）金融支持。乙。"
)
TASKS, SCENES = (c for c in POLICY if c.title in {"重点任务", "丰富应用场景"})


def test_sections_come_in_the_order_of_the_question() -> None:
    named = sections("保障措施和重点任务有何不同", POLICY)
    assert [section.title for section in named] == ["保障措施", "重点任务"]


def test_a_clause_that_is_quoted_itself_is_no_section() -> None:
    assert sections("金融支持怎么说", POLICY) == ()


@pytest.mark.parametrize(
    "text",
    [
        "重点任务有哪些",
        "重点任务",
        "文件的重点任务包括哪几项",
        "（一）重点任务下面有哪些条",
        "请列出重点任务",
    ],
)
def test_what_a_section_holds_is_asked_for(text: str) -> None:
    assert asks_for_children(text, TASKS)


@pytest.mark.parametrize(
    "text", ["2027年的重点任务", "哪个重点任务和标准有关", "重点任务里关于标准的"]
)
def test_something_else_about_a_section_is_asked_for(text: str) -> None:
    assert not asks_for_children(text, TASKS)


def test_something_in_a_section_is_asked_for() -> None:
    assert asks_within("重点任务里关于标准怎么说", TASKS)
    assert not asks_within("重点任务有哪些", TASKS)


def test_whatever_stands_deeper_is_below() -> None:
    items = [c for c in POLICY if c.number == "1."]
    assert below(items[0], TASKS)
    assert below(items[0], SCENES)
    assert not below(TASKS, TASKS)
