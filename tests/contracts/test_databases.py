"""Every database × the same cases."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect

from chatbot.answer import Status
from chatbot.chain import Chatbot
from chatbot.errors import AnswerNotFound, ConversationNotFound
from chatbot.question import Question, Turn
from chatbot.records import Records, recorded
from chatbot.records.entry import Verdict, Via
from chatbot.records.jobs import State
from chatbot.records.keys import Scope
from chatbot.records.tables import open_records
from chatbot.uploads import Upload
from index.embedders import load
from index.errors import IngestConflict
from index.ingest import ingest, remove, shipped
from index.library import Library, writing
from index.snapshot import open_searcher
from index.tables import open_engine
from tests.makers import policy

NUMBER = "工信部联科〔2024〕12号"


@pytest.fixture
def bot(url: str | None, tmp_path: Path) -> Iterator[Chatbot]:
    ingest(tmp_path, [shipped()], embedder=load("builtin"), url=url)
    chatbot = Chatbot(open_searcher(tmp_path, embedder=load("builtin"), url=url))
    yield chatbot
    chatbot.close()


@pytest.fixture
def records(url: str | None, tmp_path: Path) -> Iterator[Records]:
    opened = Records.open(tmp_path, url)
    yield opened
    opened.close()


def test_many_may_open_an_empty_database_at_once(url: str | None, tmp_path: Path) -> None:
    """As replicas do that are started together."""
    together = threading.Barrier(8)

    def opened(opens: Callable[[Path, str | None], Engine]) -> int:
        together.wait()
        engine = opens(tmp_path / "new", url)
        tables = len(inspect(engine).get_table_names())
        engine.dispose()
        return tables

    with ThreadPoolExecutor(8) as pool:
        tables = list(pool.map(opened, [open_engine, open_records] * 4))
    assert all(tables)
    with closing(Library(open_engine(tmp_path / "new", url))) as library:
        assert library.heads() == []


def test_what_was_ingested_answers(bot: Chatbot) -> None:
    answer = bot.answer(Question("中试平台怎么建"))
    assert answer.citations[0].quote.clause.reference == "四、（六）14"
    assert bot.answer(Question("文号是多少")).text.count(NUMBER)


def test_a_policy_comes_and_goes_while_it_is_asked(
    bot: Chatbot, url: str | None, tmp_path: Path
) -> None:
    more = tmp_path / "more.md"
    more.write_text("# 关于海水养殖的意见\n一、任务\n建设深远海养殖工船。", encoding="utf-8")
    ingest(tmp_path, [more], embedder=load("builtin"), url=url)
    assert bot.answer(Question("养殖工船怎么建")).status is Status.ANSWERED
    remove(tmp_path, ["more.md"], embedder=load("builtin"), url=url)
    assert bot.answer(Question("养殖工船怎么建")).status is Status.NOT_FOUND


def test_a_reader_keeps_its_state_while_another_is_published(
    url: str | None, tmp_path: Path
) -> None:
    engine = open_engine(tmp_path, url)
    library = Library(engine)
    with library.edition() as read:
        before = read.revision
        with writing(engine) as (writer, _):
            writer.put(policy("# 意见\n一、甲。乙。", "甲.md"))
        assert (read.revision, read.heads()) == (before, [])
    assert [head.name for head in library.heads()] == ["意见"]
    library.close()


def test_what_a_writer_leaves_unfinished_was_never_there(url: str | None, tmp_path: Path) -> None:
    engine = open_engine(tmp_path, url)

    def begin() -> None:
        with writing(engine) as (writer, _):
            writer.put(policy("# 意见\n一、甲。乙。", "甲.md"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        begin()
    library = Library(engine)
    assert library.heads() == []
    library.close()


def test_a_second_ingest_is_told_that_one_is_running(
    url: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.database.BUSY_SECONDS", 0.1)
    engine = open_engine(tmp_path, url)
    with writing(engine), pytest.raises(IngestConflict):
        ingest(tmp_path, [shipped()], embedder=load("builtin"), url=url)
    engine.dispose()


def test_conversations_are_kept_and_deleted(records: Records) -> None:
    begun = records.conversations.begin()
    records.conversations.append(begun.id, [Turn("user", "甲"), Turn("assistant", "乙")])
    assert [turn.content for turn in records.conversations.recent(begun.id)] == ["甲", "乙"]
    records.conversations.delete(begun.id)
    with pytest.raises(ConversationNotFound):
        records.conversations.read(begun.id)


def test_keys_open_until_they_are_revoked(records: Records) -> None:
    key, secret = records.keys.create("门户", [Scope.ASK])
    assert records.keys.check(secret) == key
    records.keys.revoke(key.id)
    assert records.keys.check(secret) is None
    assert not records.keys.are_used()


def test_answers_are_recorded_from_many_threads_with_what_was_said_of_them(
    bot: Chatbot, records: Records
) -> None:
    asked = recorded(bot, records, Via.API)
    ids: list[str] = []
    threads = [
        threading.Thread(target=lambda: ids.append(asked.answer(Question("中试平台")).id))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    records.answers.settle()
    assert {records.answers.read(each).question for each in ids} == {"中试平台"}
    records.feedback.give(ids[0], Verdict.DOWN, "引用不对")
    opinion = records.answers.read(ids[0]).feedback
    assert opinion is not None
    assert opinion.reason == "引用不对"
    with pytest.raises(AnswerNotFound):
        records.feedback.give("0" * 32, Verdict.UP)


def test_uploaded_files_wait_as_jobs(records: Records) -> None:
    job = records.jobs.add([Upload("甲.md", "# 意见\n一、甲。".encode())])
    assert (job.state, job.names) == (State.QUEUED, ("甲.md",))
