"""The guard between training and evaluation."""

import json
from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.training.apart import keep_apart


def written(path: Path, *questions: str) -> Path:
    lines = (json.dumps({"question": text, "gold": []}) for text in questions)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_question_kept_for_testing_is_not_learned_from(tmp_path: Path) -> None:
    kept = written(tmp_path / "held.jsonl", "公司不发工资，怎么办？")
    learned = written(tmp_path / "train.jsonl", "试用期多长", "公司 不发工资怎么办")
    with pytest.raises(UnreadableFile, match=r"有 1 个问题.*第 2 题“公司 不发工资怎么办”"):
        keep_apart(learned, [kept])


def test_other_questions_are_learned_from(tmp_path: Path) -> None:
    kept = written(tmp_path / "held.jsonl", "公司不发工资怎么办")
    keep_apart(written(tmp_path / "train.jsonl", "试用期多长"), [kept])


@pytest.mark.parametrize("name", ["test.jsonl", "stard_test.jsonl", "Test-2024.jsonl"])
def test_a_file_named_as_a_test_is_not_learned_from(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile, match="测试题"):
        keep_apart(written(tmp_path / name, "试用期多长"), [])


def test_the_word_test_inside_another_word_says_nothing(tmp_path: Path) -> None:
    keep_apart(written(tmp_path / "latest.jsonl", "试用期多长"), [])


@pytest.mark.parametrize("line", ["{", "[]", '{"q": "问"}'])
def test_a_malformed_list_is_named(tmp_path: Path, line: str) -> None:
    kept = tmp_path / "held.jsonl"
    kept.write_text('{"question": "问"}\n' + line, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"held.jsonl 第 2 行"):
        keep_apart(written(tmp_path / "train.jsonl", "试用期多长"), [kept])
