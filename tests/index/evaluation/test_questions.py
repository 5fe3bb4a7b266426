"""Question files."""

import json
from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.evaluation.questions import Anchor, Article, Case, as_line, read_cases, sampled

PLACE = {"file": "劳动法.md", "article": "第五条"}


def written(path: Path, *lines: object) -> Path:
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def test_a_question_with_places_is_of_the_kind_that_its_file_says(tmp_path: Path) -> None:
    file = written(tmp_path / "laws.jsonl", {"question": "问？", "gold": [PLACE], "note": 1})
    (case,) = read_cases([file])
    assert case == Case("laws:1", "laws", "问？", gold=(Article("劳动法.md", "第五条"),))


def test_a_question_with_anchors_has_their_words(tmp_path: Path) -> None:
    line = {
        "id": "d1",
        "kind": "fact",
        "question": "问？",
        "turns": ["前一问"],
        "gold": ["t1"],
        "contains": [["甲", "乙"], ["丙"]],
        "answerable": False,
    }
    anchors = written(tmp_path / "anchors.json", {"t1": "提升能力。", "t2": "别处。"})
    (case,) = read_cases([written(tmp_path / "dev.jsonl", line)], anchors)
    gold, contains = (Anchor("t1", "提升能力。"),), (("甲", "乙"), ("丙",))
    assert case == Case("d1", "fact", "问？", ("前一问",), gold, contains, answerable=False)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        {"question": "问"},
        {"question": "", "gold": []},
        {"question": "问", "gold": [1]},
        {"question": "问", "gold": [{"file": "劳动法.md"}]},
        {"question": "问", "gold": [], "answerable": "no"},
        {"question": "问", "gold": ["t1"]},
        {"question": "问", "gold": [], "id": "questions:1"},
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: object) -> None:
    file = written(tmp_path / "questions.jsonl", {"question": "问", "gold": []}, line)
    with pytest.raises(UnreadableFile, match=r"questions.jsonl 第 2 行"):
        read_cases([file])


def test_blank_lines_and_line_separators_inside_of_texts_split_nothing(tmp_path: Path) -> None:
    line = json.dumps({"question": "一\u2028二", "gold": []}, ensure_ascii=False)
    file = written(tmp_path / "questions.jsonl", "", line, "")
    assert [case.id for case in read_cases([file])] == ["questions:2"]


def test_files_that_hold_no_question_or_cannot_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有可以评测的问题"):
        read_cases([written(tmp_path / "empty.jsonl", "")])
    with pytest.raises(UnreadableFile, match=r"absent\.jsonl"):
        read_cases([tmp_path / "absent.jsonl"])
    with pytest.raises(UnreadableFile, match=r"anchors\.json"):
        read_cases([], written(tmp_path / "anchors.json", ["t1"]))


def test_a_sample_is_the_same_for_a_seed_and_keeps_the_order() -> None:
    cases = [Case(str(number), "kind", "问") for number in range(50)]
    drawn = sampled(cases, 10, seed=3)
    assert len(drawn) == 10
    assert drawn == sampled(cases, 10, seed=3) != sampled(cases, 10, seed=4)
    assert drawn == sorted(drawn, key=lambda case: int(case.id))
    assert sampled(cases, 99, seed=3) == cases


def test_a_case_written_is_read_again(tmp_path: Path) -> None:
    case = Case("a", "heading", "问？", gold=(Article("劳动法.md", "第五条"),))
    assert read_cases([written(tmp_path / "made.jsonl", as_line(case))]) == [case]
