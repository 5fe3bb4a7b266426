from pathlib import Path

import pytest

from chatbot.answer import Done, Outcome, Status
from chatbot.errors import AnswerNotFound
from chatbot.question import Question
from chatbot.records import Records
from chatbot.records.entry import Opinion, Verdict, Via
from index.edition import Revision

ID = "0" * 32


@pytest.fixture
def records(tmp_path: Path) -> Records:
    kept = Records.open(tmp_path)
    events = iter([Done(ID, Outcome(Status.ANSWERED))])
    tap = kept.answers.tap(Via.API, lambda: Revision(1, ""))
    list(tap(Question("甲"), (event for event in events)))
    return kept


def given(records: Records) -> Opinion | None:
    return records.answers.read(ID).feedback


def test_an_answer_has_no_feedback_until_it_is_given(records: Records) -> None:
    assert given(records) is None
    records.feedback.give(ID, Verdict.DOWN, "引用不对", "应为第四条")
    opinion = given(records)
    assert opinion
    assert (opinion.verdict, opinion.reason, opinion.comment) == (
        Verdict.DOWN,
        "引用不对",
        "应为第四条",
    )


def test_another_verdict_replaces_the_first_with_all_that_was_said(records: Records) -> None:
    records.feedback.give(ID, Verdict.DOWN, "引用不对", "应为第四条")
    records.feedback.give(ID, Verdict.UP)
    opinion = given(records)
    assert opinion
    assert (opinion.verdict, opinion.reason, opinion.comment) == (Verdict.UP, None, None)


def test_personal_data_in_a_comment_are_masked(records: Records) -> None:
    records.feedback.give(ID, Verdict.DOWN, "请回13812345678", "邮箱a@b.cn")
    opinion = given(records)
    assert opinion
    assert (opinion.reason, opinion.comment) == ("请回〔手机号〕", "邮箱〔邮箱〕")


def test_nothing_is_said_of_an_answer_that_was_not_given(records: Records) -> None:
    with pytest.raises(AnswerNotFound):
        records.feedback.give("1" * 32, Verdict.UP)
