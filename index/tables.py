"""Tables of the library, and the engine over them."""

from pathlib import Path

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from index.database import available, connect
from index.schema import Schema, migrate

METADATA = MetaData()

POLICIES = Table(
    "policies",
    METADATA,
    Column("id", String(12), primary_key=True),
    Column("source_file", Text, nullable=False, unique=True),
    Column("sha256", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("card", JSON, nullable=False),
    Column("text", Text, nullable=False),
)

# Text is not stored again: a clause is a span of its policy's text. Path and parent are in the id.
CLAUSES = Table(
    "clauses",
    METADATA,
    Column("id", Text, primary_key=True),
    Column(
        "policy_id",
        String(12),
        ForeignKey("policies.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("ordinal", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("trail", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("own_end", Integer, nullable=False),
    Column("unit", Boolean, nullable=False),
    Column("place", JSON(none_as_null=True)),
)

FOLDERS = Table(
    "folders",
    METADATA,
    Column("path", Text, primary_key=True),
    Column("prefix", Text, nullable=False, unique=True),
)
"""Folders that are kept in step, and what stands before the names of their files."""

FILES = Table(
    "files",
    METADATA,
    Column("source_file", Text, primary_key=True),
    Column("folder", Text, nullable=False, index=True),
)
"""Which folder a file was read from; one that was given alone or uploaded is not here."""

CHANGES = Table(
    "changes",
    METADATA,
    Column("job", String(16), primary_key=True),
    Column("policy_id", String(12), primary_key=True),
    Column("source_file", Text, nullable=False),
    Column("before", LargeBinary),
    Column("after", String(64)),
)
"""What jobs changed: the policy before, if there was one; the SHA-256 after, None if it went."""

CORRECTIONS = Table(
    "corrections",
    METADATA,
    Column("source_file", Text, primary_key=True),
    Column("field", String(32), primary_key=True),
    Column("said", JSON, nullable=False),
)
"""What an administrator says of a file's policy, see `index.corrections`."""

PUBLISHED = Table(
    "published",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("snapshot", Text, nullable=False),
)
"""One row: what readers see. Its revision grows with every ingest."""

SCHEMA = Schema("library", METADATA, Path(__file__).parent / "migrations" / "versions", "0001")
"""A change of the tables is a file in that folder, and its number here."""


@available()
def open_engine(data: Path, url: str | None = None) -> Engine:
    """The engine over `url`, or over `data/library.db`, with the library's tables made.

    A reader sees one state from its first statement to its last: on SQLite a transaction over
    the WAL gives that, on PostgreSQL the isolation level.

    Raises:
        LibraryUnavailable: if the database cannot be opened.
    """
    engine = connect(data / "library.db", url)
    migrate(engine, SCHEMA)
    if engine.dialect.name != "sqlite":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    return engine
