"""What can still be read of a damaged SQLite database, copied into a new one.

Rows are fetched by ranges of row ids; a range that cannot be read is halved until the rows that a
damaged page held are left, and those are lost.
"""

import sqlite3
from collections.abc import Container, Iterator
from contextlib import closing
from pathlib import Path

_LAST_ROW = 2**31
_MOST_LOST = 100_000
"""Attempts that fail one after the other, after which nothing more is there to be read: more than
one page leads to, and where the last page is damaged nobody knows which row was the last."""


def problems(file: Path) -> list[str]:
    """What SQLite finds wrong with a database; nothing if it is whole.

    Raises:
        sqlite3.DatabaseError: if it cannot be looked at, as on a full disk: that is no damage.
    """
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
            found += [str(row) for row in connection.execute("PRAGMA foreign_key_check")]
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):
            raise
        return [str(error)]
    return [] if found == ["ok"] else [line for line in found if line != "ok"]


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is at fault; extended codes have the primary one in their last byte."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or code in (
        sqlite3.SQLITE_IOERR_READ,
        sqlite3.SQLITE_IOERR_SHORT_READ,
    )


def aside(file: Path) -> Path:
    """Rename a database, with what belongs to it, to a name that is free; the new name."""
    numbers = iter(range(1, 10_000))
    free = next(
        place
        for at in numbers
        if not (place := file.with_name(f"{file.name}.damaged-{at}")).exists()
    )
    for end in ("-wal", "-shm", ""):
        part = file.with_name(file.name + end)
        if part.exists():
            part.rename(free.with_name(free.name + end))
    return free


def copy_readable(damaged: Path, empty: Path, own: Container[str]) -> dict[str, int]:
    """Copy the rows that can be read into the tables of a new database; how many, by table.

    Tables and columns that one of the two does not have are left out, and tables of which the new
    database has its `own`.
    """
    copied: dict[str, int] = {}
    with closing(_opened(damaged)) as source, closing(sqlite3.connect(empty)) as target:
        target.execute("PRAGMA foreign_keys=OFF")
        for table in _names(target, "SELECT name FROM sqlite_master WHERE type='table'"):
            columns = _columns(target, table) & _columns(source, table)
            if table in own or not columns:
                continue
            listed = ", ".join(f'"{name}"' for name in sorted(columns))
            marks = ", ".join("?" * len(columns))
            target.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our own schema
            rows = _rows(source, f'SELECT {listed} FROM "{table}"', _last(source, table))  # noqa: S608
            insert = f'INSERT OR IGNORE INTO "{table}" ({listed}) VALUES ({marks})'  # noqa: S608
            copied[table] = target.executemany(insert, rows).rowcount
        target.commit()
    return copied


def _opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    return connection


def _names(connection: sqlite3.Connection, query: str) -> list[str]:
    return [row[0] for row in connection.execute(query) if not row[0].startswith("sqlite_")]


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    try:
        return {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
    except sqlite3.DatabaseError:
        return set()


def _last(connection: sqlite3.Connection, table: str) -> int:
    try:
        last = connection.execute(f'SELECT max(rowid) FROM "{table}"').fetchone()[0]  # noqa: S608
    except sqlite3.DatabaseError:
        return _LAST_ROW
    return int(last or 0)


def _rows(connection: sqlite3.Connection, query: str, last: int) -> Iterator[tuple[object, ...]]:
    step = 1_000 if last < _LAST_ROW else _LAST_ROW
    ranges = [(first, min(first + step - 1, last)) for first in range(1, last + 1, step)][::-1]
    failed = 0
    while ranges and failed < _MOST_LOST:
        first, last = ranges.pop()
        failed += 1
        try:
            yield from connection.execute(
                f"{query} WHERE rowid BETWEEN ? AND ?", (first, last)
            ).fetchall()
            failed = 0
        except sqlite3.DatabaseError:
            if first < last:
                middle = (first + last) // 2
                ranges += [(middle + 1, last), (first, middle)]
