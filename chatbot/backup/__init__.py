"""One file with everything that an installation holds, made while a server runs, and put back.

The databases stand in it as SQLite files, each as of one moment, wherever they live: what was
backed up from SQLite goes back into PostgreSQL and the other way. The index that belongs to the
library's moment comes along. Putting back replaces each database in one transaction, so that a
running server sees the one state or the other.
"""

import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from chatbot.backup import files, server
from chatbot.errors import BadBackup
from chatbot.records.tables import open_records
from index.publication import alone
from index.tables import open_engine

_MANIFEST = "manifest.json"
_DERIVED = frozenset({"snapshots", "partitions", "milvus.id"})
"""What is copied otherwise, made again, or says which of two copies a library is."""
_DRIVERS = (sqlite3.Error, SQLAlchemyError)


def back_up(data: Path, file: Path, url: str | None = None) -> None:
    """Write all that an installation holds into `file`, which is there wholly or not at all.

    Args:
        data: the data folder.
        file: to be written.
        url: of the database, if it is not in the folder.

    Raises:
        BadBackup: if there is no library, or the file cannot be written.
        LibraryUnavailable: if the database cannot be read.
    """
    if not (url or (data / files.LIBRARY).exists()):
        raise BadBackup(
            f"{data} 中没有政策库，没有可备份的内容。", hint="请用 --data 指明数据目录。"
        )
    data.mkdir(parents=True, exist_ok=True)
    with _told(), tempfile.TemporaryDirectory(dir=data, prefix=".backup-") as place:
        copy = Path(place)
        if url:
            server.save(url, data, copy)
        else:
            files.save(data, copy)
        for name in _own_files(data):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(data / name, copy / name)
        manifest = {"version": version("policy-chatbot"), "files": _checksums(copy)}
        (copy / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
        partial = file.with_name(f".{file.name}.partial")
        try:
            with partial.open("wb") as out:
                with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as archive:
                    archive.add(copy, arcname=".")
                out.flush()
                os.fsync(out.fileno())
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)


def restore(file: Path, data: Path, url: str | None = None) -> None:
    """Have an installation hold what it did when the back-up was made; what came since is gone.

    A back-up of an earlier version of the program is brought to this one. Each database is replaced
    in one transaction, the library with its index first.

    Args:
        file: the back-up.
        data: the data folder.
        url: of the database, if it is not in the folder.

    Raises:
        BadBackup: if the file is no whole back-up; nothing is changed then.
        LibraryUnavailable: if a later version of the program made it, or the database is away.
        IngestConflict: if an ingest is running.
    """
    data.mkdir(parents=True, exist_ok=True)
    with _told(), alone(data), tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as place:
        copy = Path(place)
        _unpack(file, copy)
        _bring_up_to_date(copy)
        if url:
            server.put(url, copy, data)
        else:
            files.put(copy, data)
        for name in _own_files(copy):
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).replace(data / name)


def _bring_up_to_date(copy: Path) -> None:
    open_engine(copy).dispose()
    if (copy / files.RECORDS).exists():
        open_records(copy).dispose()


def _own_files(data: Path) -> Iterator[Path]:
    """What people wrote into a data folder: words, lexicon."""
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data)
        ours = name.parts[0] in _DERIVED or name.name == _MANIFEST
        hidden = any(part.startswith(".") for part in name.parts)
        made = path.suffix == ".lock" or ".db" in path.name
        if path.is_file() and not (ours or hidden or made):
            yield name


def _checksums(place: Path) -> dict[str, str]:
    found = {}
    for path in sorted(place.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                found[path.relative_to(place).as_posix()] = file_digest(file, sha256).hexdigest()
    return found


def _unpack(file: Path, place: Path) -> None:
    with tarfile.open(file) as archive:
        archive.extractall(place, filter="data")
    manifest = json.loads((place / _MANIFEST).read_text(encoding="utf-8"))
    found = _checksums(place)
    found.pop(_MANIFEST)
    if found != manifest["files"] or files.LIBRARY not in found:
        raise BadBackup(f"{file} 已损坏：内容与其中的清单不符。", kept="没有改动任何内容。")


@contextmanager
def _told() -> Iterator[None]:
    """Say in our own terms what the system, the database or the archive has to say."""
    try:
        yield
    except (OSError, EOFError, ValueError, KeyError, *_DRIVERS, tarfile.TarError) as error:
        raise BadBackup(
            f"备份或恢复没有完成（{error}）。",
            kept="每个数据库要么已整个换好，要么没有改动。",
            hint="请检查文件是否完整、磁盘空间和权限。",
        ) from error
