"""A PostgreSQL that does nothing: its processes are stopped, and its kernel is not."""

import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from chatbot.answer import Done, Outcome, Status
from chatbot.question import Question
from chatbot.records import Records
from chatbot.records.entry import Via
from index import postgresql
from index.database import at_length, available, connect
from index.edition import Revision
from index.errors import LibraryUnavailable
from tests import postgres
from tests.recorded import is_recorded
from tests.waiting import until

SOON = "?tcp_user_timeout=2000&connect_timeout=4"


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.running() as started:
        yield started


@pytest.fixture
def engine(server: postgres.Server, tmp_path: Path) -> Iterator[Engine]:
    engine = connect(tmp_path, f"{server.address}/postgres{SOON}")
    yield engine
    engine.dispose()


@pytest.fixture
def records(server: postgres.Server, tmp_path: Path) -> Iterator[Records]:
    with closing(Records.open(tmp_path, postgres.database(server) + SOON)) as opened:
        yield opened


def said(engine: Engine, statement: str) -> object:
    with available(), engine.connect() as connection:
        return connection.execute(text(statement)).scalar()


def answered(records: Records, number: str) -> None:
    done = Done(number, Outcome(Status.ANSWERED))
    tap = records.answers.tap(Via.API, lambda: Revision(1, ""))
    assert list(tap(Question("中试平台"), (each for each in [done]))) == [done]


def test_who_waits_for_it_is_told_and_of_all_who_come_then_one_waits(
    server: postgres.Server, engine: Engine
) -> None:
    def asked(_: int) -> str:
        with pytest.raises(LibraryUnavailable) as caught:
            said(engine, "SELECT 1")
        return caught.value.what

    with engine.connect() as connection, server.hanging():
        with pytest.raises(LibraryUnavailable, match="has said nothing"), available():
            connection.execute(text("SELECT 1"))
        with ThreadPoolExecutor(4) as pool:
            told = list(pool.map(asked, range(4)))
    assert sum("is being asked" in each for each in told) == 3
    assert said(engine, "SELECT 1") == 1


def test_of_those_who_come_when_it_goes_on_none_is_sent_away(
    server: postgres.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One asks it, which takes as long as it takes to go on; it is well then, and all know."""
    monkeypatch.setattr(postgresql, "_MOMENT_S", 20)
    engine = connect(tmp_path, f"{server.address}/postgres?tcp_user_timeout=2000")
    with engine.connect() as old, server.hanging(), pytest.raises(LibraryUnavailable), available():
        old.execute(text("SELECT 1"))
    with ThreadPoolExecutor(4) as pool:
        with server.hanging():
            told = [pool.submit(said, engine, "SELECT 1 FROM pg_sleep(0.1)") for _ in range(4)]
            sleep(0.2)
        assert [each.result() for each in told] == [1] * 4
    engine.dispose()


def test_of_many_who_come_while_it_hangs_few_wait(
    server: postgres.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits holds a place of the pool, and the others would wait for that, and longer."""
    monkeypatch.setattr(postgresql, "_MOMENT_S", 5)
    patience = "?tcp_user_timeout=1000&connect_timeout=10"
    engine = connect(tmp_path, f"{server.address}/postgres{patience}")
    took: list[float] = []

    def asked(_: int) -> None:
        begun = monotonic()
        with pytest.raises(LibraryUnavailable):
            said(engine, "SELECT 1")
        took.append(monotonic() - begun)

    with engine.connect() as connection, server.hanging():
        with pytest.raises(LibraryUnavailable), available():
            connection.execute(text("SELECT 1"))
        with ThreadPoolExecutor(40) as pool:
            list(pool.map(asked, range(40)))
    assert sum(each < 5 for each in took) >= 30
    assert max(took) < 20
    engine.dispose()


def test_one_that_was_heard_does_not_hang(server: postgres.Server, engine: Engine) -> None:
    """A connection from before goes on; others are not held up as if nothing had been heard."""
    with engine.connect() as old, engine.connect() as other:
        with server.hanging(), pytest.raises(LibraryUnavailable), available():
            other.execute(text("SELECT 1"))
        assert old.execute(text("SELECT 1")).scalar() == 1
        with server.hanging(), ThreadPoolExecutor(2) as pool:
            told = [pool.submit(said, engine, "SELECT 1") for _ in range(2)]
            for each in told:
                with pytest.raises(LibraryUnavailable, match="timeout"):
                    each.result()


def test_a_connection_that_ends_does_not_say_that_the_server_is_well(
    server: postgres.Server, engine: Engine
) -> None:
    with engine.connect() as silent, engine.connect() as ended, server.hanging():
        with pytest.raises(LibraryUnavailable), available():
            silent.execute(text("SELECT 1"))
        driven: Any = ended.connection.driver_connection
        with socket.socket(fileno=os.dup(driven.fileno())) as wire:
            wire.shutdown(socket.SHUT_RD)
        with pytest.raises(LibraryUnavailable, match="closed"), available():
            ended.execute(text("SELECT 1"))
        with ThreadPoolExecutor(2) as pool:
            told = [pool.submit(said, engine, "SELECT 1") for _ in range(2)]
    assert sum("is being asked" in str(each.exception()) for each in told) == 1


def test_what_may_take_long_is_waited_for(engine: Engine) -> None:
    assert said(at_length(engine), "SELECT 1 FROM pg_sleep(3)") == 1
    with pytest.raises(LibraryUnavailable):
        said(engine, "SELECT 1 FROM pg_sleep(30)")


def test_who_has_its_connection_next_is_as_impatient_as_all(
    server: postgres.Server, engine: Engine
) -> None:
    said(at_length(engine), "SELECT 1")
    with server.hanging(), pytest.raises(LibraryUnavailable):
        said(engine, "SELECT 1")


def test_it_ends_itself_what_was_given_up(engine: Engine) -> None:
    """A server that is well does not notice that nobody waits for its lock any more."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE held AS SELECT 1"))
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with engine.connect() as holder:
        holder.execute(text("LOCK TABLE held"))
        with pytest.raises(LibraryUnavailable, match="has said nothing"):
            said(engine, "SELECT 1 FROM held")
        until(lambda: holder.execute(waiting).scalar_one() == 0)


def test_a_url_may_say_that_anything_is_waited_for(server: postgres.Server, tmp_path: Path) -> None:
    engine = connect(tmp_path, f"{server.address}/postgres?tcp_user_timeout=0", patience_s=0)
    assert said(engine, "SELECT 1 FROM pg_sleep(0.3)") == 1
    engine.dispose()


def test_answers_that_are_given_meanwhile_are_recorded_when_it_goes_on(
    server: postgres.Server, records: Records
) -> None:
    answered(records, "1" * 32)
    with server.hanging():
        answered(records, "2" * 32)
    until(lambda: is_recorded(records, "2" * 32, "中试平台"))


def test_what_it_wrote_without_saying_so_is_no_obstacle(
    server: postgres.Server, records: Records
) -> None:
    """The commit has reached it, and is done when it goes on."""
    with ExitStack() as hanging:
        event.listen(
            records.quick, "commit", lambda _: hanging.enter_context(server.hanging()), once=True
        )
        answered(records, "1" * 32)
    answered(records, "2" * 32)
    until(lambda: all(is_recorded(records, each * 32, "中试平台") for each in "12"))
