"""The engine over a database: SQLite (WAL) by default, PostgreSQL by URL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from index.errors import IngestConflict, LibraryUnavailable

BUSY_SECONDS = 5.0
"""How long a second writer waits for the first."""

PATIENCE_S = 10
"""How long a server that is silent is waited for; a new connection half of that."""

_KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 2, "keepalives_count": 3}
"""Of libpq, in seconds."""

_ROOM_S = 20.0
"""How long a request waits for a connection that another one has."""

_AT_LENGTH_S = 600.0
"""The same for a statement of an ingest, which may change every row."""

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
        what = "数据目录无法读写" if isinstance(error, OSError) else "数据库无法使用"
        raise LibraryUnavailable(
            f"{what}（{reason}）。",
            kept="已保存的内容没有受影响。",
            hint="请检查数据目录（--data）和数据库地址：路径、权限、磁盘空间、数据库驱动。",
        ) from error


def connect(file: Path, url: str | None, patience_s: int = PATIENCE_S) -> Engine:
    """An engine over `url`, or over the SQLite database in `file`, whose folder is made.

    Args:
        file: of SQLite.
        url: of another database.
        patience_s: how long a PostgreSQL that is silent is waited for, if its URL does not say.
    """
    if url is None:
        file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            f"sqlite:///{file}", connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True
        )
    else:
        engine = create_engine(
            url,
            pool_pre_ping=True,
            pool_timeout=_ROOM_S,
            hide_parameters=True,
            connect_args=_watchful(make_url(url), patience_s),
        )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.driver == "psycopg":
        from index.postgresql import watch

        watch(engine)
    return engine


def _watchful(url: URL, patience_s: int) -> dict[str, int]:
    """What has a cut connection to PostgreSQL noticed, unless the URL says otherwise.

    Without it a request waits as long as TCP sends again, a quarter of an hour.
    """
    if url.get_backend_name() != "postgresql":
        return {}
    watch = {"connect_timeout": max(2, patience_s // 2), "tcp_user_timeout": 1000 * patience_s}
    return {name: n for name, n in (watch | _KEEPALIVES).items() if name not in url.query}


def to_write(engine: Engine) -> Engine:
    """The same engine for a writer: on SQLite it waits its turn before it reads anything."""
    return engine.execution_options(begin="BEGIN IMMEDIATE")


def at_length(engine: Engine) -> Engine:
    """The same engine for statements that may take minutes, before its server counts as hung."""
    return engine.execution_options(silence_s=_AT_LENGTH_S)


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


@contextmanager
def driven(connection: Connection) -> Iterator[Any]:
    """A cursor of the driver in the same transaction, for what every question needs.

    SQLAlchemy takes several times as long to run a small statement as SQLite does.

    Raises:
        DBAPIError: in place of what the driver raises.
    """
    if not connection.in_transaction():
        connection.begin()
    try:
        with closing(connection.connection.cursor()) as cursor:
            yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        if connection.dialect.is_disconnect(error, connection.connection, None):
            connection.invalidate(error)
        raise DBAPIError.instance(None, None, error, Exception) from error


def _begin_sqlite(connection: Connection) -> None:
    """Python's driver begins a transaction at the first write; ours begin at the first read."""
    if begin := connection.get_execution_options().get("begin"):
        connection.exec_driver_sql(begin)
    else:
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute("BEGIN")


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401
    """Readers beside one writer, references held, commits that survive a power cut."""
    connection.isolation_level = None
    with closing(connection.cursor()) as cursor:
        _begin_wal(cursor)
        for pragma in ("foreign_keys=ON", "synchronous=FULL"):
            cursor.execute(f"PRAGMA {pragma}")


def _begin_wal(cursor: sqlite3.Cursor) -> None:
    """Of several who open a new file at once, SQLite has some wait here, and refuses others."""
    ends = monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > ends:
                raise
            sleep(0.01)
        else:
            return
