"""Databases that are SQLite files in the data folder: SQLite's online backup, both ways."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from index.salvage import aside, problems

LIBRARY, RECORDS = "library.db", "records.db"
ATTEMPTS = 3
"""How often the index is looked for that a copy of the library names; others may publish."""


def save(data: Path, place: Path) -> None:
    """Copy the databases of a data folder, and the index that belongs to the library."""
    for database in sorted(data.glob("*.db")):
        if database.name != LIBRARY:
            _copy(database, place / database.name)
    _copy_library(data, place)


def put(place: Path, data: Path) -> None:
    """Write the databases of a back-up over the live ones, the library with its index first."""
    _put_library(place, data)
    for database in sorted(place.glob("*.db")):
        _put(database, data / database.name)


def _copy(database: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(database)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)


def _copy_library(data: Path, copy: Path) -> None:
    """The library, and the index that this copy of it names, if that is there."""
    for _ in range(ATTEMPTS):
        _copy(data / LIBRARY, copy / LIBRARY)
        if copy_index(data, copy, published(copy / LIBRARY)[1]):
            return


def copy_index(data: Path, copy: Path, name: str) -> bool:
    """Bring the index called `name` along; False if it has gone meanwhile."""
    try:
        if name:
            place = data / "snapshots" / name
            shutil.copytree(place, copy / "snapshots" / name, copy_function=_linked)
    except (OSError, shutil.Error):
        shutil.rmtree(copy / "snapshots", ignore_errors=True)
        return False
    return True


def _linked(source: str, target: str) -> None:
    """A second name for a file, which outlives the first; a copy where that is refused."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def published(library: Path) -> tuple[int, str]:
    """The revision that readers of a library see, and the name of its index."""
    with closing(sqlite3.connect(library)) as connection:
        row = connection.execute("SELECT revision, snapshot FROM published").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def _put_library(copy: Path, data: Path) -> None:
    there = (data / LIBRARY).exists() and not problems(data / LIBRARY)
    renumber(copy, data, published(data / LIBRARY)[0] if there else 0)


def renumber(copy: Path, data: Path, last: int) -> None:
    """Give the library a revision that no reader has seen, with its index under that name.

    Args:
        copy: folder of the back-up.
        data: folder of the indexes.
        last: the revision that readers see.
    """
    revision, snapshot = published(copy / LIBRARY)
    revision = max(revision, last)
    name = f"{revision + 1:08d}" if snapshot else ""
    with closing(sqlite3.connect(copy / LIBRARY)) as connection:
        connection.execute("UPDATE published SET revision = ?, snapshot = ?", (revision + 1, name))
        connection.commit()
    if (copy / "snapshots" / snapshot).is_dir() and snapshot:
        (data / "snapshots").mkdir(exist_ok=True)
        shutil.rmtree(data / "snapshots" / name, ignore_errors=True)
        (copy / "snapshots" / snapshot).rename(data / "snapshots" / name)


def _put(copy: Path, live: Path) -> None:
    """Write a database over the live one in one transaction; a damaged one is put aside."""
    if live.exists() and problems(live):
        aside(live)
    _copy(copy, live)
