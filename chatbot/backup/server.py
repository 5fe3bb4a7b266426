"""Databases of a server, as PostgreSQL: their rows, to SQLite files and from them.

No program of the server's own is needed, and what was backed up from one engine goes into another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from chatbot.backup.files import ATTEMPTS, RECORDS, copy_index, renumber
from chatbot.records import tables as records
from index import tables as library
from index.database import at_length, to_write
from index.edition import revision_of
from index.library import writing
from index.transfer import copy_rows


def save(url: str, data: Path, place: Path) -> None:
    """Copy the databases, each as of one moment, and the index that belongs to the library."""
    with _open(library.open_engine(data, url)) as live:
        for _ in range(ATTEMPTS):
            if _save_library(live, data, place):
                break
    with _open(records.open_records(data, url)) as live, _open(records.open_records(place)) as copy:
        as_of_now = live.execution_options(isolation_level="REPEATABLE READ")
        with as_of_now.connect() as source, copy.begin() as target:
            copy_rows(source, target, records.METADATA)


def _save_library(live: Engine, data: Path, place: Path) -> bool:
    """Whether the index came along."""
    with _open(library.open_engine(place)) as copy, live.connect() as source:
        found = copy_index(data, place, revision_of(source).snapshot)
        with copy.begin() as target:
            copy_rows(source, target, library.METADATA)
    return found


def put(url: str, place: Path, data: Path) -> None:
    """Replace what the databases hold, the library with its index first."""
    with (
        _open(library.open_engine(data, url)) as live,
        _open(library.open_engine(place)) as copy,
        writing(live) as (writer, coming),
    ):
        renumber(place, data, coming.number)
        with copy.connect() as source:
            copy_rows(source, writer.connection, library.METADATA)
    if (place / RECORDS).exists():
        with (
            _open(records.open_records(data, url)) as live,
            _open(records.open_records(place)) as copy,
            at_length(to_write(live)).begin() as target,
            copy.connect() as source,
        ):
            copy_rows(source, target, records.METADATA)


@contextmanager
def _open(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()
