"""Tables of the records, and the engine over them.

They have a database file of their own, because SQLite lets one writer in at a time and a question
must not wait for an ingest; under a database URL they stand beside the library's tables.
"""

from pathlib import Path

from sqlalchemy import Column, Engine, Float, ForeignKey, Integer, MetaData, String, Table, Text

from index.database import available, connect

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


@available()
def open_records(data: Path, url: str | None = None) -> Engine:
    """The engine over `url`, or over `data/records.db`, with the tables made.

    Raises:
        LibraryUnavailable: if the database cannot be opened.
    """
    engine = connect(data / "records.db", url)
    METADATA.create_all(engine)
    return engine
