"""Both databases × the steps by which tables become what this version wants."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import (
    Column,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    inspect,
    select,
    text,
)

from chatbot.records import tables as records
from index import tables as library
from index.database import connect
from index.errors import IngestConflict, LibraryUnavailable, RevisionNotFound
from index.library import Library, writing
from index.schema import Schema, downgrade, migrate, revision
from index.tables import open_engine
from tests.makers import policy

Opens = Callable[[Path, str | None], Engine]
BOTH = pytest.mark.parametrize(
    ("opens", "schema"),
    [(library.open_engine, library.SCHEMA), (records.open_records, records.SCHEMA)],
    ids=["library", "records"],
)

FIRST = """
from alembic import op
revision, down_revision = "0001", None
def upgrade():
    op.execute("CREATE TABLE books (id INTEGER PRIMARY KEY NOT NULL, name TEXT)")
    op.execute(
        "CREATE TABLE pages (id INTEGER PRIMARY KEY NOT NULL,"
        " book INTEGER NOT NULL, FOREIGN KEY (book) REFERENCES books (id) ON DELETE CASCADE)"
    )
"""
SECOND = """
from alembic import op
from sqlalchemy import Column, Text
revision, down_revision = "0002", "0001"
def upgrade():
    with op.batch_alter_table("books") as books:
        books.alter_column("name", nullable=False)
        books.add_column(Column("author", Text))
def downgrade():
    with op.batch_alter_table("books") as books:
        books.drop_column("author")
        books.alter_column("name", nullable=True)
"""


@pytest.fixture
def engine(url: str | None, tmp_path: Path) -> Iterator[Engine]:
    engine = connect(tmp_path / "books.db", url)
    yield engine
    engine.dispose()


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    folder = tmp_path / "100 % 步骤"
    folder.mkdir()
    (folder / "first.py").write_text(FIRST, encoding="utf-8")
    return folder


@pytest.fixture
def earlier(steps: Path) -> Schema:
    """The tables of a program."""
    return Schema("books", MetaData(), steps, "0001")


@pytest.fixture
def later(steps: Path) -> Schema:
    """Those of the version after it, which makes one of them anew."""
    (steps / "second.py").write_text(SECOND, encoding="utf-8")
    tables = MetaData()
    books = ForeignKey("books.id", ondelete="CASCADE")
    columns = Column("name", Text, nullable=False), Column("author", Text)
    Table("books", tables, Column("id", Integer, primary_key=True), *columns)
    page = Column("id", Integer, primary_key=True)
    Table("pages", tables, page, Column("book", Integer, books, nullable=False))
    return Schema("books", tables, steps, "0002")


def differences(engine: Engine, schema: Schema) -> list[object]:
    """What Alembic would still have to do."""
    with engine.connect() as connection:
        options = {"version_table": schema.revision_table}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, schema.metadata))


def at(engine: Engine, schema: Schema) -> str:
    with engine.connect() as connection:
        return revision(connection, schema)


def read(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def write(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@BOTH
def test_the_steps_lead_to_the_tables_that_the_code_names(
    opens: Opens, schema: Schema, url: str | None, tmp_path: Path
) -> None:
    engine = opens(tmp_path, url)
    assert at(engine, schema) == schema.head
    assert differences(engine, schema) == []
    engine.dispose()


@BOTH
def test_tables_that_a_version_without_steps_made_become_what_they_should_be(
    opens: Opens, schema: Schema, url: str | None, tmp_path: Path
) -> None:
    """Some of them were not there yet."""
    opens(tmp_path, url).dispose()
    engine = connect(tmp_path / f"{schema.name}.db", url)
    write(engine, f"DROP TABLE {schema.revision_table}", f"DROP TABLE {_newest(schema)}")
    opens(tmp_path, url).dispose()
    assert at(engine, schema) == schema.head
    assert differences(engine, schema) == []
    engine.dispose()


def _newest(schema: Schema) -> str:
    return {"library": "corrections", "records": "reviews"}[schema.name]


def test_a_library_that_a_version_without_steps_made_keeps_its_policies(
    url: str | None, tmp_path: Path
) -> None:
    engine = open_engine(tmp_path, url)
    with writing(engine) as (writer, _):
        writer.put(policy("# 意见\n一、甲。乙。", "甲.md"))
        writer.publish("00000001")
    write(engine, "DROP TABLE library_revision", "ALTER TABLE clauses DROP COLUMN place")
    again = open_engine(tmp_path, url)
    assert differences(again, library.SCHEMA) == []
    [head] = Library(again).heads()
    assert [clause.text for clause in Library(again).policy(head.id).clauses][1:] == [
        "一、甲。乙。"
    ]
    with writing(again) as (writer, before):
        assert (before.number, before.snapshot) == (2, "00000001")
        writer.put(policy("# 通知\n一、丙。", "乙.md"))
    for each in (engine, again):
        each.dispose()


def test_an_upgrade_keeps_the_rows_and_what_refers_to_them(
    engine: Engine, earlier: Schema, later: Schema
) -> None:
    migrate(engine, earlier)
    write(engine, "INSERT INTO books VALUES (1, '论语')", "INSERT INTO pages VALUES (7, 1)")
    migrate(engine, later)
    assert at(engine, later) == "0002"
    assert differences(engine, later) == []
    assert read(engine, "SELECT * FROM books") == [(1, "论语", None)]
    write(engine, "INSERT INTO pages VALUES (8, 1)")
    write(engine, "DELETE FROM books")  # references are followed again
    assert read(engine, "SELECT * FROM pages") == []


def test_what_a_later_version_made_is_refused_until_it_is_taken_back(
    engine: Engine, earlier: Schema, later: Schema
) -> None:
    migrate(engine, later)
    write(engine, "INSERT INTO books VALUES (1, '论语', '孔子')")
    (later.steps / "second.py").rename(later.steps / "second.kept")
    with pytest.raises(LibraryUnavailable, match="更新版本") as caught:
        migrate(engine, earlier)
    assert "chatbot downgrade books 0001" in caught.value.hint

    (later.steps / "second.kept").rename(later.steps / "second.py")
    assert downgrade(engine, later, "0001")
    assert not downgrade(engine, later, "0001")
    (later.steps / "second.py").unlink()
    migrate(engine, earlier)
    assert read(engine, "SELECT * FROM books") == [(1, "论语")]


def test_a_step_that_was_never_taken_is_not_taken_back(engine: Engine, later: Schema) -> None:
    with pytest.raises(RevisionNotFound):
        downgrade(engine, later, "0001")
    migrate(engine, later)
    for unknown in ("base", "-1", "0000"):
        with pytest.raises(RevisionNotFound, match=unknown) as caught:
            downgrade(engine, later, unknown)
    assert "0001、0002" in caught.value.hint
    assert at(engine, later) == "0002"


def test_a_step_that_fails_leaves_the_database_as_it_was(
    engine: Engine, earlier: Schema, later: Schema
) -> None:
    migrate(engine, earlier)
    write(engine, "INSERT INTO books VALUES (1, '论语')")
    broken = SECOND.replace("def downgrade", "    raise ZeroDivisionError\ndef downgrade")
    (later.steps / "second.py").write_text(broken, encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        migrate(engine, later)
    assert at(engine, earlier) == "0001"
    assert read(engine, "SELECT * FROM books") == [(1, "论语")]
    (later.steps / "second.py").write_text(SECOND, encoding="utf-8")
    migrate(engine, later)
    assert differences(engine, later) == []


def test_tables_are_not_changed_under_an_ingest(
    url: str | None, tmp_path: Path, later: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may take minutes, and would keep all who read waiting behind the change."""
    monkeypatch.setattr("index.database.BUSY_SECONDS", 0.1)
    engine = open_engine(tmp_path, url)
    plain = connect(tmp_path / "library.db", url)
    busy = SECOND.replace('batch_alter_table("books")', 'batch_alter_table("published")').replace(
        '        books.alter_column("name", nullable=False)\n', ""
    )
    (later.steps / "second.py").write_text(busy, encoding="utf-8")
    with writing(engine), pytest.raises(IngestConflict):
        migrate(plain, later)
    migrate(plain, later)
    with engine.connect() as connection:
        assert "author" in {c["name"] for c in inspect(connection).get_columns("published")}
        assert connection.execute(select(library.PUBLISHED.c.revision)).scalar_one() == 1
    for each in (engine, plain):
        each.dispose()


@pytest.mark.parametrize("opens", [library.open_engine, records.open_records])
def test_a_database_that_is_up_to_date_is_opened_without_alembic(
    opens: Opens, url: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading it takes longer than answering a question."""
    opens(tmp_path, url).dispose()
    monkeypatch.setitem(sys.modules, "alembic", None)
    opens(tmp_path, url).dispose()
