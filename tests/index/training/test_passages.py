"""Files → passages."""

from pathlib import Path

from index.training.passages import Passage, distinct, passages, short_name

LAW = """# 中华人民共和国测试法

## 第一章 总则

第一条 本法适用于测试活动。

第二条 国家鼓励测试。
"""


def passage(file: str, text: str) -> Passage:
    return Passage(file, "第一条", "法", (), text, text)


def test_each_article_is_a_passage_under_its_headings(tmp_path: Path) -> None:
    (tmp_path / "法").mkdir()
    (tmp_path / "法" / "测试法.md").write_text(LAW, encoding="utf-8")
    first, second = passages(tmp_path)
    assert (first.file, first.number, first.headings) == (
        "法/测试法.md",
        "第一条",
        ("第一章 总则",),
    )
    assert second.text == "国家鼓励测试。"
    assert "测试法" in second.whole


def test_files_that_no_reader_accepts_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "图.png").write_bytes(b"\x89PNG")
    (tmp_path / "坏.md").write_bytes(b"\xff\xfe\x00\xd8")
    assert passages(tmp_path) == []


def test_a_wording_is_kept_once_and_short_ones_are_not() -> None:
    old = passage("旧.md", "国家鼓励企业开展中试 平台建设。")
    new = passage("新.md", "国家鼓励企业开展中试平台建设。")
    assert distinct([old, new, passage("新.md", "略。")]) == [new]


def test_a_law_is_cited_without_the_states_name_and_brackets() -> None:
    assert short_name("中华人民共和国 劳动法（2018修正）") == "劳动法"
