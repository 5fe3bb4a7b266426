from pathlib import Path

import pytest

from chatbot.answer import Done, Outcome, Status
from chatbot.chain import Chatbot
from chatbot.errors import AnswerNotFound
from chatbot.evaluation.answers import evaluate
from chatbot.question import Question, Turn
from chatbot.records import Records, recorded
from chatbot.records.entry import Right, Via
from index.edition import Revision
from index.evaluation.questions import as_line, read_cases

ID = "0" * 32


@pytest.fixture
def records(tmp_path: Path) -> Records:
    kept = Records.open(tmp_path)
    question = Question("那2027年呢", (Turn("user", "2025年的目标"), Turn("assistant", "…")))
    tap = kept.answers.tap(Via.API, lambda: Revision(1, ""))
    list(tap(question, (event for event in [Done(ID, Outcome(Status.ANSWERED))])))
    return kept


RIGHT = Right("c.1", "意见.md", "四、（六）14", "《意见》四、（六）14")


def test_a_review_is_kept_with_its_answer_and_may_change(records: Records) -> None:
    records.reviews.mark(ID, [RIGHT], "见13812345678")
    review = records.answers.read(ID).review
    assert review
    assert (review.clauses, review.note) == ((RIGHT,), "见〔手机号〕")
    records.reviews.mark(ID, [])
    review = records.answers.read(ID).review
    assert review
    assert review.clauses == ()
    records.reviews.unmark(ID)
    assert records.answers.read(ID).review is None


def test_only_an_answer_that_was_given_is_reviewed(records: Records) -> None:
    with pytest.raises(AnswerNotFound):
        records.reviews.mark("1" * 32, [])
    with pytest.raises(AnswerNotFound):
        records.reviews.unmark("1" * 32)


def test_reviewed_questions_are_read_back_by_the_evaluation(
    records: Records, tmp_path: Path
) -> None:
    records.reviews.mark(ID, [RIGHT])
    cases = list(records.reviews.cases())
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(f"{as_line(case)}\n" for case in cases), encoding="utf-8")
    assert read_cases([file]) == cases
    assert (cases[0].turns, cases[0].answerable) == (("2025年的目标",), True)
    records.reviews.mark(ID, [])
    [case] = records.reviews.cases()
    assert (case.gold, case.answerable) == ((), False)


def test_a_clause_marked_right_is_found_by_the_evaluation(bot: Chatbot, tmp_path: Path) -> None:
    records = Records.open(tmp_path)
    answer = recorded(bot, records, Via.PAGE).answer(Question("中试平台有哪些支持措施"))
    quote = answer.citations[0].quote
    records.reviews.mark(answer.id, [Right.of(quote.policy, quote.clause)])
    evaluation = evaluate(list(records.reviews.cases()), bot)
    assert evaluation.missing == ()
    assert evaluation.results[0].figures["cited@1"] == 1.0
