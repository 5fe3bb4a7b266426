"""Tables, and the engine over them: SQLite (WAL) by default, PostgreSQL by URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import CreateColumn

from index.errors import IngestConflict, LibraryUnavailable

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

BUSY_SECONDS = 5.0
"""How long a second writer waits for the first."""

_MAKING = 0x706F6C696379
"""PostgreSQL's advisory lock on making tables; a number that other programs do not take."""

_HELD = ("SQLITE_BUSY", "55P03", "40001")
"""What SQLite, and PostgreSQL by lock and by isolation, answer while another writer is at work."""


@contextmanager
def available() -> Iterator[None]:
    """Say what is wrong with the database in our own terms.

    Raises:
        LibraryUnavailable: in place of what the operating system or the driver raises.
    """
    try:
        yield
    except (OSError, SQLAlchemyError, ModuleNotFoundError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise LibraryUnavailable(
            f"数据库无法使用（{reason}）。",
            kept="没有改动任何内容。",
            hint="请检查数据目录（--data）和数据库地址：路径、权限、磁盘空间、数据库驱动。",
        ) from error


@available()
def open_engine(data: Path, url: str | None = None) -> Engine:
    """The engine over `url`, or over `data/library.db`, with the library's tables made.

    A reader sees one state from its first statement to its last: on SQLite a transaction over
    the WAL gives that, on PostgreSQL the isolation level.

    Raises:
        LibraryUnavailable: if the database cannot be opened.
    """
    engine = connect(data / "library.db", url)
    make_tables(engine, METADATA)
    if engine.dialect.name != "sqlite":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


def connect(file: Path, url: str | None) -> Engine:
    """An engine over `url`, or over the SQLite database in `file`, whose folder is made."""
    if url is None:
        file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            f"sqlite:///{file}", connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True
        )
    else:
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def to_write(engine: Engine) -> Engine:
    """The same engine for a writer: on SQLite it waits its turn before it reads anything."""
    return engine.execution_options(begin="BEGIN IMMEDIATE")


@contextmanager
def in_turn() -> Iterator[None]:
    """Say so where another writer is at work.

    Raises:
        IngestConflict: in place of what the driver raises.
    """
    try:
        yield
    except OperationalError as error:
        reason = error.orig
        code = getattr(reason, "sqlite_errorname", None) or getattr(reason, "sqlstate", None)
        if not str(code).startswith(_HELD):
            raise
        raise conflict() from error


def conflict() -> IngestConflict:
    """What is said to a second writer."""
    return IngestConflict(
        "另一个导入任务正在进行。", kept="本次没有改动任何内容。", hint="请等待它完成后再试。"
    )


def make_tables(engine: Engine, metadata: MetaData) -> None:
    """Make what is missing, all or none; readers of a database that is whole write nothing.

    A table that an earlier version made gets the columns that came later, without a value.
    """
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        if metadata.tables.keys() <= tables and not list(_missing(connection, metadata)):
            return
    with _alone(engine) as connection:
        metadata.create_all(connection)
        for table, column in list(_missing(connection, metadata)):
            declared = CreateColumn(column).compile(dialect=engine.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {declared}")
        ours = PUBLISHED.metadata is metadata
        if ours and connection.execute(select(PUBLISHED.c.id)).first() is None:
            connection.execute(insert(PUBLISHED).values(id=1, revision=0, snapshot=""))


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees what others made who made tables before, and keeps them waiting.

    On PostgreSQL its isolation must be READ COMMITTED: a snapshot would be older than the wait.
    """
    with to_write(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_MAKING)))
        yield connection


def _missing(connection: Connection, metadata: MetaData) -> Iterator[tuple[str, Column[Any]]]:
    """The columns that the tables in the database lack."""
    made = inspect(connection)
    for table in metadata.tables.values():
        names = {column["name"] for column in made.get_columns(table.name)}
        yield from ((table.name, column) for column in table.columns if column.name not in names)


def _begin_sqlite(connection: Connection) -> None:
    """Python's driver begins a transaction at the first write; ours begin at the first read."""
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401
    """Readers beside one writer, references held, commits that survive a power cut."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
