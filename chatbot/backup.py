"""One file with everything that a data folder holds, made while a server runs, and put back.

Databases are copied with SQLite's online backup, each as of one moment; the index that belongs to
the library's moment comes along. Putting back goes the same way: the back-up is written over the
live database in one transaction, so that a running server sees the one state or the other.
"""

import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path

from chatbot.errors import BadBackup
from index.publication import alone
from index.salvage import aside, problems

_MANIFEST = "manifest.json"
_LIBRARY = "library.db"
_ATTEMPTS = 3
"""How often the index is looked for that a copy of the library names; others may publish."""


def back_up(data: Path, file: Path) -> None:
    """Write the data folder into `file`, which is there wholly or not at all.

    Raises:
        BadBackup: if there is no library in the folder, or the file cannot be written.
    """
    if not (data / _LIBRARY).exists():
        raise BadBackup(
            f"{data} 中没有政策库，没有可备份的内容。",
            hint="请用 --data 指明数据目录；用 CHATBOT_DATABASE_URL 时，请用数据库自己的工具。",
        )
    with _told(), tempfile.TemporaryDirectory(dir=data, prefix=".backup-") as place:
        copy = Path(place)
        for database in sorted(data.glob("*.db")):
            if database.name != _LIBRARY:
                _copy(database, copy / database.name)
        _copy_library(data, copy)
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


def restore(file: Path, data: Path) -> None:
    """Make the data folder what it was when the back-up was made; what came since is gone.

    Each database is replaced in one transaction, the library with its index first.

    Raises:
        BadBackup: if the file is no whole back-up; nothing is changed then.
        IngestConflict: if an ingest is running.
    """
    data.mkdir(parents=True, exist_ok=True)
    with _told(), alone(data), tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as place:
        copy = Path(place)
        _unpack(file, copy)
        _put_library(copy, data)
        for database in sorted(copy.glob("*.db")):
            _put(database, data / database.name)
        for name in _own_files(copy):
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).replace(data / name)


def _own_files(data: Path) -> Iterator[Path]:
    """What people wrote into a data folder: words, lexicon."""
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data)
        ours = name.parts[0] == "snapshots" or name.name == _MANIFEST
        hidden = any(part.startswith(".") for part in name.parts)
        made = path.suffix == ".lock" or ".db" in path.name
        if path.is_file() and not (ours or hidden or made):
            yield name


def _copy(database: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(database)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)


def _copy_library(data: Path, copy: Path) -> None:
    """The library, and the index that this copy of it names, if that is there."""
    for _ in range(_ATTEMPTS):
        _copy(data / _LIBRARY, copy / _LIBRARY)
        published = _published(copy / _LIBRARY)[1]
        place = data / "snapshots" / published
        if not published:
            return
        try:
            shutil.copytree(place, copy / "snapshots" / published, copy_function=_linked)
        except (OSError, shutil.Error):
            shutil.rmtree(copy / "snapshots", ignore_errors=True)
        else:
            return


def _linked(source: str, target: str) -> None:
    """A second name for a file, which outlives the first; a copy where that is refused."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _published(library: Path) -> tuple[int, str]:
    with closing(sqlite3.connect(library)) as connection:
        row = connection.execute("SELECT revision, snapshot FROM published").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


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
    if found != manifest["files"] or _LIBRARY not in found:
        raise BadBackup(f"{file} 已损坏：内容与其中的清单不符。", kept="没有改动任何内容。")


def _put_library(copy: Path, data: Path) -> None:
    """Give the library a revision that no reader has seen, with its index under that name."""
    revision, snapshot = _published(copy / _LIBRARY)
    if (data / _LIBRARY).exists() and not problems(data / _LIBRARY):
        revision = max(revision, _published(data / _LIBRARY)[0])
    name = f"{revision + 1:08d}" if snapshot else ""
    with closing(sqlite3.connect(copy / _LIBRARY)) as connection:
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


@contextmanager
def _told() -> Iterator[None]:
    """Say in our own terms what the system, the database or the archive has to say."""
    try:
        yield
    except (OSError, EOFError, ValueError, KeyError, sqlite3.Error, tarfile.TarError) as error:
        raise BadBackup(
            f"备份或恢复没有完成（{error}）。",
            kept="每个数据库要么已整个换好，要么没有改动。",
            hint="请检查文件是否完整、磁盘空间和权限。",
        ) from error
