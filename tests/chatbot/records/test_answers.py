import logging
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.answer import Cited, Delta, Done, Event, Mode, Outcome, Status
from chatbot.asker import Left
from chatbot.chain import Chatbot
from chatbot.errors import AnswerNotFound
from chatbot.question import Question, Turn
from chatbot.records import Records, recorded
from chatbot.records.answers import Answers
from chatbot.records.entry import Ending, Via
from chatbot.records.tables import open_quickly, open_records
from index.edition import Revision
from index.errors import IndexDamaged
from tests import makers

DAY = 86_400
ROOT = Path(__file__).parents[3]


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def answers(tmp_path: Path, clock: Clock) -> Iterator[Answers]:
    kept = Answers(open_records(tmp_path), open_quickly(tmp_path), 184, clock, clock)
    yield kept
    kept.close()


def done(answer_id: str = "0" * 32, **outcome: object) -> Done:
    return Done(answer_id, Outcome(Status.ANSWERED, **outcome), {"total": 4.5})  # type: ignore[arg-type]


def passed(answers: Answers, question: Question, *events: Event) -> list[Event]:
    tap = answers.tap(Via.API, lambda: Revision(7, "snap"))
    return list(tap(question, (event for event in events)))


def test_all_of_an_answer_is_kept(answers: Answers, clock: Clock) -> None:
    cited = makers.answer("", makers.quote("建设中试平台。")).citations[0]
    events = (
        Cited(cited),
        Delta("建设中试平台。[1]"),
        done(mode=Mode.GENERATIVE, dropped=2, understood="中试平台怎么建"),
    )
    question = Question("怎么建", (Turn("user", "中试平台"), Turn("assistant", "…")))
    assert passed(answers, question, *events) == list(events)
    entry = answers.read("0" * 32)
    assert (entry.question, entry.turns) == ("怎么建", ("中试平台",))
    assert entry.understood == "中试平台怎么建"
    assert (entry.status, entry.mode, entry.dropped) == (Ending.ANSWERED, Mode.GENERATIVE, 2)
    assert entry.answer == "建设中试平台。[1]"
    assert [(s.index, s.quote, s.label) for s in entry.citations] == [
        (1, "建设中试平台。", cited.label)
    ]
    assert entry.timings_ms == {"total": 4.5}
    assert (entry.revision, entry.snapshot, entry.via) == (7, "snap", Via.API)
    assert entry.at == clock.now


def test_it_is_kept_before_the_asker_is_told_its_id(answers: Answers, tmp_path: Path) -> None:
    tap = answers.tap(Via.API, lambda: Revision(1, ""))
    for event in tap(Question("甲"), (each for each in (done(),))):
        assert isinstance(event, Done)
        with sqlite3.connect(tmp_path / "records.db") as other:
            assert other.execute("SELECT id FROM answers").fetchall() == [(event.id,)]


def test_personal_data_reach_no_file(answers: Answers, tmp_path: Path) -> None:
    question = Question(
        "我是13812345678，身份证11010519491231002X", (Turn("user", "卡6222021234567890128"),)
    )
    passed(answers, question, Delta("没有收录“13812345678”。"), done(understood="13812345678"))
    answers.close()
    for file in tmp_path.iterdir():
        assert b"13812345678" not in file.read_bytes()
        assert b"19491231" not in file.read_bytes()
        assert b"6222021234567890128" not in file.read_bytes()
    assert answers.read("0" * 32).question == "我是〔手机号〕，身份证〔身份证号〕"


@pytest.mark.parametrize(
    ("error", "ending"), [(IndexDamaged("坏了"), Ending.FAILED), (Left(), Ending.LEFT)]
)
def test_a_question_without_an_answer_is_kept_too(
    answers: Answers, tmp_path: Path, error: Exception, ending: Ending
) -> None:
    def breaks() -> Iterator[Event]:
        yield Delta("建设")
        raise error

    tap = answers.tap(Via.API, lambda: Revision(1, ""))
    with pytest.raises(type(error)):
        list(tap(Question("甲"), breaks()))
    assert kept_statuses(tmp_path) == [(ending.value, "建设")]


def test_an_asker_who_leaves_stops_the_work_and_is_kept_as_having_left(
    answers: Answers, tmp_path: Path
) -> None:
    stopped: list[bool] = []

    def endless() -> Iterator[Event]:
        try:
            while True:
                yield Delta("建设")
        finally:
            stopped.append(True)

    heard = answers.tap(Via.API, lambda: Revision(1, ""))(Question("甲"), endless())
    next(heard)
    heard.close()  # type: ignore[attr-defined]
    assert stopped == [True]
    assert kept_statuses(tmp_path) == [("left", "建设")]


def kept_statuses(folder: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(folder / "records.db") as connection:
        return connection.execute("SELECT status, answer FROM answers").fetchall()


def test_an_answer_past_its_retention_time_is_gone(answers: Answers, clock: Clock) -> None:
    passed(answers, Question("甲"), done("1" * 32))
    clock.now += 185 * DAY
    with pytest.raises(AnswerNotFound):
        answers.read("1" * 32)
    passed(answers, Question("乙"), done("2" * 32))
    clock.now -= 185 * DAY
    with pytest.raises(AnswerNotFound):
        answers.read("1" * 32)


def test_a_library_that_cannot_be_asked_for_its_revision_breaks_no_answer(
    answers: Answers,
) -> None:
    def unknown() -> Revision:
        raise IndexDamaged("坏了")

    list(answers.tap(Via.API, unknown)(Question("甲"), (each for each in (done(),))))
    assert answers.read("0" * 32).revision == 0


def test_a_database_that_cannot_be_written_breaks_no_answer(
    answers: Answers, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite3.connect(tmp_path / "records.db") as connection:
        connection.execute("ALTER TABLE answers RENAME TO away")
        with caplog.at_level(logging.ERROR):
            assert passed(answers, Question("甲"), done())
        assert "cannot be written" in caplog.text
        connection.execute("ALTER TABLE away RENAME TO answers")
    assert answers.read("0" * 32).question == "甲"


def test_a_full_disk_breaks_no_answer(answers: Answers, caplog: pytest.LogCaptureFixture) -> None:
    """SQLite says "database or disk is full" at its page limit as at the disk's."""
    passed(answers, Question("甲"), done("1" * 32))
    with answers._quick.connect() as connection:
        full = connection.connection.driver_connection
        assert full is not None
        full.execute("PRAGMA max_page_count=1")
    with caplog.at_level(logging.ERROR):
        assert passed(answers, Question("乙" * 2000), Delta("丙" * 9000), done("2" * 32))
    assert "disk is full" in caplog.text
    full.execute("PRAGMA max_page_count=1073741823")
    assert answers.read("2" * 32).answer == "丙" * 9000


def test_an_answer_that_cannot_be_put_into_columns_keeps_no_other_out(
    answers: Answers, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        passed(answers, Question("甲"), done("1" * 32, understood=None))
    assert "1" * 32 in caplog.text
    passed(answers, Question("乙"), done("2" * 32))
    assert answers.read("2" * 32).question == "乙"


def test_many_threads_record_at_once(answers: Answers, tmp_path: Path) -> None:
    def ask(first: int) -> None:
        for number in range(first, first + 20):
            passed(answers, Question(f"问题{number}"), done(f"{number:032x}"))

    threads = [threading.Thread(target=ask, args=[n * 20]) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.settle()
    assert len(kept_statuses(tmp_path)) == 320


KILLED = """
import os, sys, threading
from pathlib import Path
from chatbot.answer import Done, Outcome, Status
from chatbot.question import Question
from chatbot.records import Records, writer
from chatbot.records.entry import Via
from index.edition import Revision
writer.PATIENCE_S = 60  # whoever waits longer than that is told what is not written yet
records = Records.open(Path(sys.argv[1]))
tap = records.answers.tap(Via.API, lambda: Revision(1, ""))
def ask(first):
    for number in range(first, first + 100_000):
        done = Done(f"{number:032x}", Outcome(Status.ANSWERED))
        for event in tap(Question("甲"), (each for each in [done])):
            os.write(1, f"{event.id}\\n".encode())
for n in range(4):
    threading.Thread(target=ask, args=[n * 100_000]).start()
"""


def test_a_killed_process_loses_nothing_that_an_asker_was_told_of(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        told = [process.stdout.readline().strip() for _ in range(200)]
        process.kill()
        told += [line.strip() for line in process.stdout if line.endswith("\n")]
    with sqlite3.connect(tmp_path / "records.db") as connection:
        kept = {row[0] for row in connection.execute("SELECT id FROM answers")}
    assert set(told) <= kept


def test_a_chatbot_says_the_same_when_it_is_recorded(bot: Chatbot, tmp_path: Path) -> None:
    records = Records.open(tmp_path)
    kept = recorded(bot, records, Via.PAGE)
    question = Question("中试平台有哪些支持措施")
    answer = kept.answer(question)
    assert answer.text == bot.answer(question).text
    entry = records.answers.read(answer.id)
    assert entry.answer == answer.text
    assert [source.quote for source in entry.citations] == [c.quote.text for c in answer.citations]
    assert entry.revision == bot.searcher.published().number > 0
    records.close()
