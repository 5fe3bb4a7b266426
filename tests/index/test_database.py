import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.exc import OperationalError

from index.database import driven
from index.errors import IngestConflict, LibraryUnavailable
from index.library import Library, writing
from index.tables import CLAUSES, PUBLISHED, open_engine
from tests.makers import policy


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(tmp_path)


def publish(engine: Engine, name: str) -> None:
    with writing(engine) as (writer, _):
        writer.put(policy("# 意见\n一、甲。乙。", f"{name}.md"))
        writer.publish(name)


def test_a_connection_sees_one_state_from_first_to_last(engine: Engine) -> None:
    """Python's own driver would let each statement see the newest."""
    with engine.connect() as reader:
        before = reader.execute(select(PUBLISHED.c.revision)).scalar_one()
        publish(engine, "一")
        assert reader.execute(select(PUBLISHED.c.revision)).scalar_one() == before
        assert reader.execute(select(func.count()).select_from(CLAUSES)).scalar_one() == 0
    with engine.connect() as reader:
        assert reader.execute(select(PUBLISHED.c.revision)).scalar_one() == before + 1


def test_many_may_open_a_new_library_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        engines = list(pool.map(open_engine, [tmp_path / "new"] * 8))
    with engines[0].connect() as reader:
        assert len(reader.execute(select(PUBLISHED)).all()) == 1


def test_whoever_opens_a_new_library_waits_for_another_who_writes_to_it(tmp_path: Path) -> None:
    """A file is not in the mode of several at once before the first has opened it."""
    writes = sqlite3.connect(tmp_path / "library.db", isolation_level=None)
    writes.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(open_engine, tmp_path)
        with pytest.raises(TimeoutError):
            opening.result(timeout=0.3)
        writes.close()
        with opening.result().connect() as reader:
            assert len(reader.execute(select(PUBLISHED)).all()) == 1


def test_a_library_opens_while_an_ingest_holds_it(engine: Engine, tmp_path: Path) -> None:
    with writing(engine), open_engine(tmp_path).connect() as reader:
        assert reader.execute(select(PUBLISHED.c.revision)).scalar_one() == 0


def test_a_database_that_cannot_be_written_is_no_conflict(engine: Engine, tmp_path: Path) -> None:
    publish(engine, "一")
    read_only = open_engine(tmp_path, f"sqlite:///file:{tmp_path / 'library.db'}?mode=ro&uri=true")
    with pytest.raises(LibraryUnavailable, match="readonly") as caught:
        publish(read_only, "二")
    assert not isinstance(caught.value, IngestConflict)


def test_a_library_that_lost_its_revision_is_told(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(PUBLISHED))
    with pytest.raises(LibraryUnavailable, match="no revision"):
        Library(engine).revision()


def test_what_the_driver_refuses_is_of_the_kind_that_sqlalchemy_raises(engine: Engine) -> None:
    with (
        engine.connect() as connection,
        pytest.raises(OperationalError, match="no such table"),
        driven(connection) as cursor,
    ):
        cursor.execute("SELECT 1 FROM nowhere")


def test_what_the_driver_refuses_is_told_in_our_terms(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE published RENAME TO elsewhere")
    with pytest.raises(LibraryUnavailable, match="no such table: published"):
        Library(engine).revision()
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO published")
    assert Library(engine).revision().number == 0
