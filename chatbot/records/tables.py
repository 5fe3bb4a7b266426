"""Tables of the records, and the engine over them.

They have a database file of their own, because SQLite lets one writer in at a time and a question
must not wait for an ingest; under a database URL they stand beside the library's tables.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Engine,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
)
from sqlalchemy.pool import ConnectionPoolEntry

from chatbot.records.writer import PATIENCE_S
from index.database import available, connect
from index.schema import Schema, migrate

METADATA = MetaData()

CONVERSATIONS = Table(
    "conversations",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("begun", Float, nullable=False),
    Column("used", Float, nullable=False, index=True),
)
"""Times are seconds since 1970."""

TURNS = Table(
    "turns",
    METADATA,
    Column(
        "conversation_id",
        String(32),
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("ordinal", Integer, primary_key=True),
    Column("role", String(9), nullable=False),
    Column("content", Text, nullable=False),
)

KEYS = Table(
    "keys",
    METADATA,
    Column("id", String(8), primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("created", Float, nullable=False),
    Column("revoked", Float),
)

SITES = Table(
    "sites",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("origins", Text, nullable=False),
    Column("secret", String(64), nullable=False),
    Column("created", Float, nullable=False),
    Column("revoked", Float),
)
"""Origins stand one after the other, with a blank between."""

ANSWERS = Table(
    "answers",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("at", Float, nullable=False, index=True),
    Column("via", String(8), nullable=False),
    Column("question", Text, nullable=False),
    Column("turns", JSON, nullable=False),
    Column("understood", Text, nullable=False),
    Column("status", String(9), nullable=False),
    Column("mode", String(10), nullable=False),
    Column("dropped", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("citations", JSON, nullable=False),
    Column("timings_ms", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("snapshot", Text, nullable=False),
)
"""What was answered, see `chatbot.records.entry`; what people wrote is masked."""

FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("answer_id", String(32), ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("verdict", String(4), nullable=False),
    Column("reason", Text),
    Column("comment", Text),
    Column("given", Float, nullable=False),
)

JOBS = Table(
    "jobs",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(16), nullable=False, unique=True),
    Column("task", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("names", JSON, nullable=False),
    Column("undoes", String(16), nullable=False, index=True),
    Column("created", Float, nullable=False),
    Column("finished", Float),
    Column("attempts", Integer, nullable=False, default=0),
    Column("stage", Text, nullable=False, default=""),
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer, nullable=False, default=0),
    Column("result", JSON(none_as_null=True)),
    Column("problem", Text, nullable=False, default=""),
)
"""Jobs are done in the order of their numbers."""

UPLOADS = Table(
    "uploads",
    METADATA,
    Column("job_id", String(16), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

REVIEWS = Table(
    "reviews",
    METADATA,
    Column("answer_id", String(32), ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("clauses", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("made", Float, nullable=False),
)
"""Clauses are those that answer the question, none where nothing does."""


_MOMENT_S = 2
"""The least that libpq knows as a time-out for connecting."""

SCHEMA = Schema("records", METADATA, Path(__file__).parent / "migrations", "0001")
"""A change of the tables is a file in that folder, and its number here."""


@available()
def open_records(data: Path, url: str | None = None) -> Engine:
    """The engine over `url`, or over `data/records.db`, with the tables made.

    Raises:
        LibraryUnavailable: if the database cannot be opened.
    """
    engine = connect(data / "records.db", url)
    migrate(engine, SCHEMA)
    return engine


@available()
def open_quickly(data: Path, url: str | None = None) -> Engine:
    """A second engine over the same, for what is written at every answer.

    On SQLite its commits outlive the process and leave the file whole, but do not wait for the
    disk: a power cut may take the last of them (`PRAGMA synchronous`). Waiting would take longer
    than making an answer does. For another writer, or for a server that hangs, they wait a moment
    only: what cannot be written now is written later.
    """
    engine = connect(data / "records.db", url, _MOMENT_S)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _hurry)
    return engine


def _hurry(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA busy_timeout={PATIENCE_S * 1000:.0f}")
