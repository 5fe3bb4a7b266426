from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.answer import Delta, Done, Event, Outcome, Status
from chatbot.question import Question
from chatbot.records import audit as module
from chatbot.records.answers import Answers
from chatbot.records.audit import Audit, Sought
from chatbot.records.entry import Ending, Verdict, Via
from chatbot.records.feedback import Feedback
from chatbot.records.reviews import Reviews
from chatbot.records.tables import open_quickly, open_records
from index.edition import Revision

DAY = 86_400
START = 1_000_000.0


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


class Kept:
    """Records whose time is set by hand."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.engine = open_records(folder)
        self.answers = Answers(self.engine, open_quickly(folder), 184, self.clock, self.clock)
        self.audit = Audit(self.engine, self.answers)

    def ask(
        self, question: str, answer: str = "", status: Status = Status.ANSWERED, via: Via = Via.API
    ) -> str:
        self.clock.now += 1
        answer_id = f"{int(self.clock.now):032x}"
        events: list[Event] = [Delta(answer), Done(answer_id, Outcome(status))]
        tap = self.answers.tap(via, lambda: Revision(1, ""))
        list(tap(Question(question), (event for event in events)))
        return answer_id

    def found(self, sought: Sought) -> list[str]:
        return [entry.question for entry in self.audit.all(sought)]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    records = Kept(tmp_path)
    yield records
    records.answers.close()


def test_the_newest_come_first_a_page_at_a_time(kept: Kept) -> None:
    for name in "甲乙丙丁戊":
        kept.ask(name)
    page = kept.audit.page(Sought(), limit=2, offset=1)
    assert [entry.question for entry in page.entries] == ["丁", "丙"]
    assert page.total == 5


def test_all_are_read_however_many_there_are(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 3)
    names = [f"问{number}" for number in range(9)]
    for name in names:
        kept.ask(name)
    assert kept.found(Sought()) == names[::-1]


def test_every_word_must_stand_in_question_answer_or_comment(kept: Kept) -> None:
    first = kept.ask("中试平台怎么建", "建设一批平台")
    kept.ask("补贴多少", "没有写明，100%不是_折扣")
    Feedback(kept.engine, kept.answers).give(first, Verdict.DOWN, "引用不对", "应为第四条")
    assert kept.found(Sought(words="平台 第四条")) == ["中试平台怎么建"]
    assert kept.found(Sought(words="平台 补贴")) == []
    assert kept.found(Sought(words="100%")) == ["补贴多少"]
    assert kept.found(Sought(words="_折")) == ["补贴多少"]
    assert kept.found(Sought(words="%_%")) == []


def test_answers_are_found_by_status_way_verdict_and_review(kept: Kept) -> None:
    kept.ask("甲", via=Via.MCP)
    bad = kept.ask("乙", status=Status.NOT_FOUND)
    Feedback(kept.engine, kept.answers).give(bad, Verdict.DOWN)
    Reviews(kept.engine, kept.answers, kept.audit).mark(bad, [])
    assert kept.found(Sought(status=Ending.NOT_FOUND)) == ["乙"]
    assert kept.found(Sought(via=Via.MCP)) == ["甲"]
    assert kept.found(Sought(verdict=Verdict.DOWN)) == ["乙"]
    assert kept.found(Sought(verdict=Verdict.UP)) == []
    assert kept.found(Sought(reviewed=True)) == ["乙"]
    assert kept.found(Sought(reviewed=False)) == ["甲"]


def test_answers_are_found_by_time(kept: Kept) -> None:
    for name in "甲乙丙":
        kept.ask(name)
    assert kept.found(Sought(since=START + 2)) == ["丙", "乙"]
    assert kept.found(Sought(until=START + 2)) == ["甲"]


def test_what_is_past_its_retention_time_is_not_found(kept: Kept) -> None:
    kept.ask("甲")
    kept.clock.now += 185 * DAY
    assert kept.found(Sought()) == []
    assert kept.audit.page(Sought()).total == 0
