"""The tables of the library.

Databases of the versions that knew no steps are at any state before this one: what they lack of
these tables and columns is made, the rest stays.
"""

from alembic import op
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    insert,
    inspect,
    select,
)

revision = "0001"
down_revision = None

TABLES = MetaData()

Table(
    "policies",
    TABLES,
    Column("id", String(12), primary_key=True),
    Column("source_file", Text, nullable=False, unique=True),
    Column("sha256", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("card", JSON, nullable=False),
    Column("text", Text, nullable=False),
)

Table(
    "clauses",
    TABLES,
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

Table(
    "folders",
    TABLES,
    Column("path", Text, primary_key=True),
    Column("prefix", Text, nullable=False, unique=True),
)

Table(
    "files",
    TABLES,
    Column("source_file", Text, primary_key=True),
    Column("folder", Text, nullable=False, index=True),
)

Table(
    "changes",
    TABLES,
    Column("job", String(16), primary_key=True),
    Column("policy_id", String(12), primary_key=True),
    Column("source_file", Text, nullable=False),
    Column("before", LargeBinary),
    Column("after", String(64)),
)

Table(
    "corrections",
    TABLES,
    Column("source_file", Text, primary_key=True),
    Column("field", String(32), primary_key=True),
    Column("said", JSON, nullable=False),
)

Table(
    "published",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("snapshot", Text, nullable=False),
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
    published = TABLES.tables["published"]
    if connection.execute(select(published.c.id)).first() is None:
        connection.execute(insert(published).values(id=1, revision=0, snapshot=""))
