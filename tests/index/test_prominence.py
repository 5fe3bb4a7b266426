import math

import pytest

from index.prominence import Prominence, cited_names, short


@pytest.mark.parametrize(
    ("name", "cited_as"),
    [
        ("中华人民共和国公司法", "公司法"),
        ("公司法（2018年修正）", "公司法"),
        ("关于适用《公司法》若干问题的规定（三）", "关于适用《公司法》若干问题的规定（三）"),
    ],
)
def test_a_name_is_compared_as_other_texts_write_it(name: str, cited_as: str) -> None:
    assert short(name) == cited_as


def test_the_names_that_a_text_cites() -> None:
    text = "根据《中华人民共和国公司法》和《公司法》，参照《数据管理办法》。“公司法”不算。"
    assert cited_names(text) == {"公司法", "数据管理办法"}


def test_each_policy_counts_once_and_not_for_itself() -> None:
    prominence = Prominence()
    prominence.read("公司法", "《公司法》是本法。")
    prominence.read("甲办法", "《公司法》……《公司法》")
    prominence.read("乙办法", "《中华人民共和国公司法》")
    assert prominence.of("中华人民共和国公司法") == math.log1p(2)
    assert prominence.of("甲办法") == 0
