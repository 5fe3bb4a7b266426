from dataclasses import replace

import pytest

from index.warnings import warnings
from tests.makers import policy


def test_a_gap_in_the_numbering_is_named() -> None:
    found = list(warnings(policy("# 法\n第一条 甲。\n第三条 乙。")))
    assert found == ["条文编号不连续：第一条之后是第三条。"]


def test_inserted_articles_are_no_gap() -> None:
    assert not list(warnings(policy("# 法\n第一条 甲。\n第一条之一 乙。\n第二条 丙。")))


def test_a_file_without_clauses_is_named() -> None:
    assert list(warnings(policy("# 只有标题"))) == ["没有识别出任何条款。"]


def test_a_file_without_a_title_is_named() -> None:
    assert list(warnings(policy("一、甲。乙。"))) == ["没有识别出标题，暂以文件名代替。"]


def test_what_the_reader_has_to_say_comes_first() -> None:
    read = replace(policy("一、甲。乙。"), warnings=("略去了隐藏的文字。",))
    assert next(warnings(read)) == "略去了隐藏的文字。"


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("第一条 下列：\n（一）甲；\n（三）乙。", "第一条第（一）项之后是（三）"),
        ("一、甲\n（一）乙。\n1.丙。\n3.丁。\n（二）戊。", "一、（一）1之后是3"),
        ("一、甲。\n二、乙。\n四、丙。", "二、之后是四"),
    ],
)
def test_a_gap_below_articles_is_named(text: str, warning: str) -> None:
    assert list(warnings(policy(f"# 意见\n{text}"))) == [f"编号不连续：{warning}。"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("第一条 下列：\n（一）甲；(二)乙；\n（三）丙。", id="amid a line"),
        pytest.param(
            "一、甲\n（一）乙\n1.丙。\n2.丁。\n（二）戊\n3.己。\n4.庚。", id="all through"
        ),
        pytest.param("第一条 甲：\n（一）乙。\n（二）丙。\n（一）丁。\n（二）戊。", id="once more"),
        pytest.param("三、甲。\n四、乙。", id="an excerpt"),
    ],
)
def test_numbers_that_go_on_in_another_way_are_no_gap(text: str) -> None:
    assert not list(warnings(policy(f"# 意见\n{text}")))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("一、建设平台（专栏1），打造高地（见专栏 2）。\n| 专栏1 平台 |\n| 甲 |", "专栏2"),
        ("一、建设平台（专栏一）。", "专栏1"),
        ("一、建设平台。\n专栏1 平台\n二、提升。\n专栏3 高地", "专栏2"),
    ],
)
def test_a_box_that_is_not_there_is_named(text: str, missing: str) -> None:
    expected = f"没有找到{missing}，可能是原文件中的图片，没有读入。"
    assert list(warnings(policy(f"# 规划\n{text}"))) == [expected]


def test_boxes_that_are_there_are_not_missed() -> None:
    text = "一、建设（专栏1、见专栏2）。\n| 序号 | 专栏1 平台：甲。乙。 |\n重点任务专栏2 高地"
    assert not list(warnings(policy(f"# 规划\n{text}")))


def test_a_reference_to_a_box_without_a_number_finds_one() -> None:
    assert list(warnings(policy("# 规划\n一、平台（见专栏）。"))) == [
        "文中说见专栏，却没有找到专栏，可能是原文件中的图片，没有读入。"
    ]
    assert not list(warnings(policy("# 规划\n一、平台（见专栏）。\n| 专栏 平台 |")))


@pytest.mark.parametrize(
    "text",
    ["报刊应当开设科普专栏、专版。", "落实《某规划》专栏3的工程。", "开设专栏一个。"],
)
def test_other_columns_are_no_boxes(text: str) -> None:
    assert not list(warnings(policy(f"# 规划\n一、{text}")))
