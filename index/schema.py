"""Tables as this version of the program wants them: made, or changed step by step, by Alembic.

The steps are in folders beside the tables, one file each, the same for SQLite and PostgreSQL. A
database says in a table of its own which step it is at; one that is at the last is left alone, and
Alembic is not even loaded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, MetaData, func, inspect, select, text

from index import database
from index.database import at_length, available, in_turn, to_write
from index.errors import LibraryUnavailable, RevisionNotFound

if TYPE_CHECKING:
    from alembic.config import Config

_ENVIRONMENT = Path(__file__).parent / "migrations"
_CHANGING = 0x706F6C696379
"""PostgreSQL's advisory lock on changing tables; a number that other programs do not take."""
_ALEMBIC = Lock()
"""It keeps what it is doing in its modules."""


@dataclass(frozen=True, slots=True)
class Schema:
    """Tables that belong together, and the steps that lead to them.

    Attributes:
        name: of the tables; the step that they are at stands in `NAME_revision`.
        metadata: the tables after the last step.
        steps: the folder of the steps.
        head: the last of them.
    """

    name: str
    metadata: MetaData
    steps: Path
    head: str

    @property
    def revision_table(self) -> str:
        """Name of the table with the step that a database is at."""
        return f"{self.name}_revision"


def revision(connection: Connection, schema: Schema) -> str:
    """The step that a database is at; "" if none was taken."""
    if not inspect(connection).has_table(schema.revision_table):
        return ""
    rows = connection.execute(text(f"SELECT version_num FROM {schema.revision_table}"))  # noqa: S608 - our own name
    return str(rows.scalar() or "")


def migrate(engine: Engine, schema: Schema) -> None:
    """Take the steps that a database has not taken, all or none; without any, write nothing.

    Raises:
        LibraryUnavailable: if a later version of the program has changed it.
        IngestConflict: if an ingest holds it.
    """
    with engine.connect() as connection:
        if revision(connection, schema) == schema.head:
            return
    with _changing(engine) as connection:
        _refuse_later(revision(connection, schema), schema)
        from alembic import command

        command.upgrade(_config(connection, schema), schema.head)


@available()
def downgrade(engine: Engine, schema: Schema, to: str) -> bool:
    """Take steps back, for an earlier version of the program; what they added goes with them.

    Returns:
        whether there were any.

    Raises:
        RevisionNotFound: if there is no such step, or it was not taken.
        LibraryUnavailable: if a later version of the program has changed the database.
        IngestConflict: if an ingest holds it.
    """
    with _changing(engine) as connection:
        at = revision(connection, schema)
        _refuse_later(at, schema)
        taken = _numbers(schema, at)
        if to not in taken:
            raise RevisionNotFound(
                f"{schema.name} 没有经过结构版本 {to!r}。",
                kept="没有改动任何内容。",
                hint=f"经过的有：{'、'.join(taken)}。",
            )
        if to == at:
            return False
        from alembic import command

        command.downgrade(_config(connection, schema), to)
        return True


def _refuse_later(at: str, schema: Schema) -> None:
    if at and at not in _numbers(schema, "head"):
        raise LibraryUnavailable(
            f"数据库已由更新版本的程序升级：{schema.name} 的结构版本为 {at}，"
            f"本版本只到 {schema.head}。",
            kept="没有改动任何内容。",
            hint=f"请改用那个版本的程序。要退回本版本，先停止服务，用那个版本运行 "
            f"chatbot downgrade {schema.name} {schema.head}，或在本版本中恢复升级前的备份。",
        )


def _numbers(schema: Schema, last: str) -> list[str]:
    """The steps that there are, up to `last`."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config(None, schema))
    return [script.revision for script in scripts.walk_revisions("base", last or "base")][::-1]


def _config(connection: Connection | None, schema: Schema) -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection, "schema": schema})
    config.set_main_option("script_location", _literally(_ENVIRONMENT))
    config.set_main_option("version_locations", _literally(schema.steps))
    config.set_main_option("path_separator", "newline")
    return config


def _literally(path: Path) -> str:
    """A path that nothing is filled into."""
    return str(path).replace("%", "%%")


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees what others made of the tables before, and keeps them waiting.

    On PostgreSQL its isolation must be READ COMMITTED: a snapshot would be older than the wait. On
    SQLite references are not followed in it: a step may have to make a table anew, and what
    refers to the old one would go with it.
    """
    with _ALEMBIC, in_turn(), at_length(to_write(engine)).connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.detach()
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_CHANGING)))
                # An ingest may take minutes, and whoever reads would wait behind us.
                connection.execute(text(f"SET LOCAL lock_timeout = '{database.BUSY_SECONDS}s'"))
            yield connection
