import json
from pathlib import Path

import pytest

from benchmarks.material import Unit
from benchmarks.questions import Question, gold_files, questions

OWN = "国家支持中试平台建设和运营，鼓励企业牵头组建创新联合体。"
UNITS = [
    Unit("p.a1", f"办法\n{OWN}", OWN, "甲.md", "第一条"),
    Unit("p.a2", "办法\n略", "略", "甲.md", "第二条"),
]


def write(path: Path, *gold: tuple[str, str]) -> Path:
    places = [{"file": file, "article": article} for file, article in gold]
    line = json.dumps({"id": "1", "question": "谁来组建？", "gold": places}, ensure_ascii=False)
    path.write_text(f"{line}\n", encoding="utf-8")
    return path


def test_a_file_names_its_answers_by_file_and_article(tmp_path: Path) -> None:
    path = write(tmp_path / "q.jsonl", ("甲.md", "第一条"), ("甲.md", "第二条"))
    asked = questions(path, UNITS, 10)
    assert asked == [Question("谁来组建？", (frozenset({"p.a1"}), frozenset({"p.a2"})))]
    assert gold_files(path) == {"甲.md"}


def test_a_question_with_an_answer_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "q.jsonl", ("甲.md", "第一条"), ("乙.md", "第一条"))
    with pytest.raises(ValueError, match="no question"):
        questions(path, UNITS, 10)


def test_without_a_file_a_question_is_a_clause_with_gaps() -> None:
    asked = questions(None, UNITS, 10)
    assert {question.text for question in asked} == {
        "国家支持试平台建和运营",
        "鼓励企业头组建创联合体",
    }
    assert {question.gold for question in asked} == {(frozenset({"p.a1"}),)}
    assert gold_files(None) == set()


def test_recall_is_the_share_of_answers_found() -> None:
    question = Question("?", (frozenset({"a", "b"}), frozenset({"c"})))
    assert question.recall(["b", "x"]) == 0.5
    assert question.recall(["a", "b", "c"]) == 1.0
    assert question.recall([]) == 0.0
