import json
from pathlib import Path

import pytest
import typer

from chatbot.chain import Chatbot
from chatbot.question import Question
from chatbot.records import Records, recorded
from chatbot.records.audit import Sought
from chatbot.records.entry import Via
from index.evaluation.questions import read_cases
from ui.commands.audit import export, mark, questions, show, show_one, wanted

QUESTION = "中试平台有哪些支持措施[b]"


@pytest.fixture
def answer_id(bot: Chatbot, tmp_path: Path) -> str:
    records = Records.open(tmp_path)
    answer = recorded(bot, records, Via.PAGE).answer(Question(QUESTION))
    records.close()
    return answer.id


def test_answers_are_listed_and_shown(
    answer_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show(tmp_path, wanted("中试", "answered", "", None, None), 20)
    listed = capsys.readouterr()
    assert answer_id in listed.out
    assert "共 1 条" in listed.err
    show_one(tmp_path, answer_id)
    assert json.loads(capsys.readouterr().out)["question"] == QUESTION


def test_answers_are_written_into_a_file_that_is_not_overwritten(
    answer_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answers.jsonl"
    export(tmp_path, Sought(), file, force=False)
    assert json.loads(file.read_text(encoding="utf-8"))["id"] == answer_id
    with pytest.raises(typer.Exit):
        export(tmp_path, Sought(), file, force=False)
    assert "已经存在" in capsys.readouterr().err
    export(tmp_path, Sought(), tmp_path / "answers.csv", force=False)
    with pytest.raises(typer.Exit):
        export(tmp_path, Sought(), tmp_path / "answers.xls", force=False)


def test_a_reviewed_answer_becomes_a_question_for_the_evaluation(
    answer_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        mark(tmp_path, answer_id, [], "", nothing=False)
    assert "--nothing" in capsys.readouterr().err
    mark(tmp_path, answer_id, [], "", nothing=True)
    file = tmp_path / "questions.jsonl"
    questions(tmp_path, file, force=False)
    [case] = read_cases([file])
    assert (case.question, case.answerable) == (QUESTION, False)


def test_a_status_that_there_is_not_is_named_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(typer.Exit):
        wanted("", "good", "", None, None)
    assert "not_found" in capsys.readouterr().err
