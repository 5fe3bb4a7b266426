"""Questions with known clauses."""

from pathlib import Path

import pytest

from index.embedders.builtin import load
from index.errors import UnreadableFile
from index.training.contrast import Row
from index.training.labelled import Labelled, Mistakes, read_questions
from index.training.passages import Passage

WAGES = Passage(
    "劳动法.md", "第五条", "劳动法", (), "用人单位应当支付劳动报酬。", "用人单位应当支付劳动报酬。"
)
LEAVE = Passage(
    "劳动法.md", "第六条", "劳动法", (), "劳动者享受带薪年休假。", "劳动者享受带薪年休假。"
)
TREES = Passage(
    "森林法.md", "第二条", "森林法", (), "采伐林木应当申请许可证。", "采伐林木应当申请许可证。"
)
ASKED = Labelled("公司不给工资怎么办", (("劳动法.md", "第五条"),))


def test_a_line_is_a_question_and_its_clauses(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    line = '{"question": "不发工资？", "gold": [{"file": "劳动法.md", "article": "第五条"}]}'
    file.write_text(line, encoding="utf-8")
    assert read_questions(file) == [Labelled("不发工资？", (("劳动法.md", "第五条"),))]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"question": "问"}', '{"question": "问", "gold": [1]}']
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "问", "gold": []}\n' + line, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"questions.jsonl 第 2 行"):
        read_questions(file)


def rows(question: Labelled, found: list[Passage], negatives: int, *unseen: str) -> list[Row]:
    mistakes = Mistakes([question], found, load())
    return mistakes.rows([question], negatives, seed=0, unseen=frozenset(unseen))


def test_wrong_answers_are_the_nearest_that_are_not_right() -> None:
    (row,) = rows(ASKED, [WAGES, LEAVE, TREES], 2)
    assert row[:2] == (ASKED.question, WAGES.whole)
    assert set(row[2:]) == {LEAVE.whole, TREES.whole}


def test_a_law_that_is_not_to_be_seen_gives_no_wrong_answer() -> None:
    (row,) = rows(ASKED, [WAGES, LEAVE, TREES], 1, "森林法")
    assert row[2:] == (LEAVE.whole,)


def test_a_question_about_another_collection_gives_no_row() -> None:
    assert rows(Labelled("怎么办", (("别的法.md", "第一条"),)), [WAGES, LEAVE], 1) == []


def test_a_question_with_too_few_wrong_answers_gives_no_row() -> None:
    """The right answer is never taken for a wrong one to fill up."""
    assert rows(ASKED, [WAGES, LEAVE], 2) == []
