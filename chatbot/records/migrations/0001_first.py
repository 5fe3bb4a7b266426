"""The tables of the records.

Databases of the versions that knew no steps are at any state before this one: what they lack of
these tables and columns is made, the rest stays.
"""

from alembic import op
from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    inspect,
)

revision = "0001"
down_revision = None

TABLES = MetaData()

Table(
    "conversations",
    TABLES,
    Column("id", String(32), primary_key=True),
    Column("begun", Float, nullable=False),
    Column("used", Float, nullable=False, index=True),
)

Table(
    "turns",
    TABLES,
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

Table(
    "keys",
    TABLES,
    Column("id", String(8), primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("created", Float, nullable=False),
    Column("revoked", Float),
)

Table(
    "sites",
    TABLES,
    Column("id", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("origins", Text, nullable=False),
    Column("secret", String(64), nullable=False),
    Column("created", Float, nullable=False),
    Column("revoked", Float),
)

Table(
    "answers",
    TABLES,
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

Table(
    "feedback",
    TABLES,
    Column("answer_id", String(32), ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("verdict", String(4), nullable=False),
    Column("reason", Text),
    Column("comment", Text),
    Column("given", Float, nullable=False),
)

Table(
    "jobs",
    TABLES,
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

Table(
    "uploads",
    TABLES,
    Column("job_id", String(16), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

Table(
    "reviews",
    TABLES,
    Column("answer_id", String(32), ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("clauses", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("made", Float, nullable=False),
)


def upgrade() -> None:
    """Make what is missing; columns that came later have no value."""
    connection = op.get_bind()
    TABLES.create_all(connection)
    made = inspect(connection)
    for table in TABLES.tables.values():
        there = {column["name"] for column in made.get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                op.add_column(table.name, Column(column.name, column.type))
