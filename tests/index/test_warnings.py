from dataclasses import replace

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
