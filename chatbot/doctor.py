"""What may be wrong with an installation and its data folder, found, and put right where asked."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import packages_distributions
from pathlib import Path
from tempfile import TemporaryDirectory

from chatbot.records import tables as records
from chatbot.records.tables import open_records
from chatbot.settings import Settings
from chatbot.wiring import open_backend, open_embedder, open_ingest
from index import tables as library
from index.contents import read as read_contents
from index.embedders import Embedder
from index.errors import (
    BackendUnavailable,
    EmbedderMismatch,
    LibraryUnavailable,
    PolicyChatError,
)
from index.library import Library
from index.publication import alone
from index.salvage import aside, copy_readable, problems
from index.snapshot import altered, folder, open_index
from index.tables import open_engine

_OURS = "policy-chatbot"
_PACKAGES = ("chatbot", "index", "prompts", "ui")
_ROOM = 512 * 1024 * 1024
"""Bytes that should be free: a new index is written beside the one before."""
_REVISIONS = frozenset(schema.revision_table for schema in (library.SCHEMA, records.SCHEMA))
"""Where a database says how its tables were made; a new one says so itself."""
_AGAIN = "请重新导入原来的文件夹（chatbot ingest），或用 chatbot restore 恢复备份。"
_LEFT = (".backup-*", ".restore-*", ".repair-*")
"""Folders that a back-up, its putting back or a repair leaves when it is killed."""


class State(StrEnum):
    """How something was found."""

    GOOD = "good"
    MENDED = "mended"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: as a person reads it.
        text: what is wrong, or was.
        hint: what to do about it.
    """

    what: str
    state: State
    text: str = ""
    hint: str = ""


def examine(settings: Settings, *, repair: bool = False) -> Iterator[Finding]:
    """Look at everything, one thing after the other.

    Args:
        settings: of the installation.
        repair: put right what can be; no other ingest may be running.

    Raises:
        IngestConflict: if one is.
    """
    yield _packages()
    data = settings.data
    if not (settings.database_url or (data / "library.db").exists()):
        yield Finding("政策库", State.GOOD, "不在数据目录中，未检查。")
        return
    data.mkdir(parents=True, exist_ok=True)
    yield _room(data)
    if settings.database_url:
        found = _server(settings)
        yield found
        if found.state is State.BAD:
            return
    else:
        yield from _databases(settings, repair=repair)
    yield _index(settings, repair=repair)
    yield _leftovers(settings, repair=repair)


def _packages() -> Finding:
    """Installers overwrite silently where two distributions bring the same top level."""
    owners = packages_distributions()
    others = {owner for name in _PACKAGES for owner in owners.get(name, [])} - {_OURS}
    if not others:
        return Finding("安装", State.GOOD)
    return Finding(
        "安装",
        State.BAD,
        f"{'、'.join(sorted(others))} 带有同名的包，可能覆盖了本程序的文件。",
        "请在单独的虚拟环境中重新安装。",
    )


def _room(data: Path) -> Finding:
    free = shutil.disk_usage(data).free
    if free >= _ROOM:
        return Finding("磁盘空间", State.GOOD)
    return Finding(
        "磁盘空间",
        State.BAD,
        f"只剩 {free // 2**20} MB。",
        "请清理磁盘；写满时导入会失败，已有的内容不受影响。",
    )


def _server(settings: Settings) -> Finding:
    """Whether the database of a server can be used; whether it is whole, it sees to itself."""
    try:
        for opens in (open_engine, open_records):
            opens(settings.data, settings.database_url).dispose()
    except PolicyChatError as error:
        return Finding("数据库", State.BAD, error.what, error.hint)
    return Finding("数据库", State.GOOD)


def _databases(settings: Settings, *, repair: bool) -> Iterator[Finding]:
    for name, what in (("library.db", "政策数据库"), ("records.db", "记录数据库")):
        file = settings.data / name
        if not file.exists():
            continue
        try:
            yield _database(settings, file, what, repair=repair)
        except (sqlite3.Error, OSError, LibraryUnavailable) as error:
            text = f"{file} 无法读写：{getattr(error, 'what', error)}"
            yield Finding(what, State.BAD, text, "请检查权限和磁盘空间后再试。")


def _database(settings: Settings, file: Path, what: str, *, repair: bool) -> Finding:
    wrong = problems(file)
    if not wrong:
        return Finding(what, State.GOOD)
    if repair:
        return _salvaged(settings, file, what)
    return Finding(
        what,
        State.BAD,
        f"{file} 已损坏：{'；'.join(wrong[:3])}",
        "运行 chatbot doctor --repair 取出仍可读的内容，或用 chatbot restore 恢复备份。",
    )


def _salvaged(settings: Settings, file: Path, what: str) -> Finding:
    """A new database with what can be read of the damaged one, which is put aside."""
    make = open_engine if file.name == "library.db" else open_records
    with alone(settings.data), TemporaryDirectory(dir=settings.data, prefix=".repair-") as place:
        make(Path(place)).dispose()
        new = Path(place, file.name)
        copied = copy_readable(file, new, _REVISIONS)
        lost = _made_whole(file, new) if file.name == "library.db" else []
        # Only a new one that is complete takes the damaged one's place.
        damaged = aside(file)
        new.rename(file)
    rows = sum(copied.values())
    text = f"已取出 {rows} 行，原文件改名为 {damaged.name}。"
    if lost:
        text += f"读不出来的政策：{'、'.join(lost)}。"
    return Finding(
        what,
        State.MENDED,
        text,
        "" if rows and not lost else _AGAIN,
    )


def _made_whole(damaged: Path, file: Path) -> list[str]:
    """Take out policies that lack a part; names of those lost, as far as they are known."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DELETE FROM clauses WHERE policy_id NOT IN (SELECT id FROM policies)")
        parts = connection.execute(
            'SELECT p.id, p.source_file, p.text, count(c.id), max(c.ordinal), max(c."end")'
            " FROM policies p LEFT JOIN clauses c ON c.policy_id = p.id GROUP BY p.id"
        ).fetchall()
        broken = [
            (key, name)
            for key, name, text, count, last, end in parts
            if last != count - 1 or any(sign.isalnum() for sign in text[end:])
        ]
        connection.executemany(
            "DELETE FROM clauses WHERE policy_id = ?", [(key,) for key, _ in broken]
        )
        connection.executemany("DELETE FROM policies WHERE id = ?", [(key,) for key, _ in broken])
        connection.execute("INSERT OR IGNORE INTO published VALUES (1, 0, '')")
        connection.commit()
        left = {name for _, name, *_ in parts}
    return sorted({name for _, name in broken} | (_names(damaged) - left))


def _names(damaged: Path) -> set[str]:
    """The files of all policies, from an index of the database that may still be readable."""
    try:
        with closing(sqlite3.connect(damaged)) as connection:
            return {row[0] for row in connection.execute("SELECT source_file FROM policies")}
    except sqlite3.DatabaseError:
        return set()


def _index(settings: Settings, *, repair: bool) -> Finding:
    embedder = open_embedder(settings)
    try:
        wrong = _wrong_with_index(settings, embedder)
    except (BackendUnavailable, EmbedderMismatch, LibraryUnavailable) as error:
        return Finding("索引", State.BAD, error.what, error.hint)
    except PolicyChatError as error:
        wrong = error.what
    if not wrong:
        return Finding("索引", State.GOOD)
    if not repair:
        return Finding("索引", State.BAD, wrong, "运行 chatbot doctor --repair 由数据库重建索引。")
    try:
        with closing(open_ingest(settings, embedder)) as opened:
            opened.sync([], rebuild=True)
    except LibraryUnavailable as error:
        return Finding("索引", State.BAD, f"{wrong}{error.what}", error.hint)
    return Finding("索引", State.MENDED, f"{wrong}已由数据库重建。")


def _wrong_with_index(settings: Settings, embedder: Embedder) -> str:
    """What is wrong with the published index; "" if nothing is.

    Raises:
        IndexUnavailable: if it cannot be opened.
    """
    with (
        closing(Library(open_engine(settings.data, settings.database_url))) as library,
        library.edition() as edition,
    ):
        name = edition.revision.snapshot
        heads = {head.id: head.sha256 for head in edition.heads()}
    if not name:
        return "政策还没有索引。" if heads else ""
    open_index(settings.data, name, embedder, open_backend(settings))
    if files := altered(settings.data, name):
        return f"索引文件内容已变：{'、'.join(files)}。"
    held = read_contents(folder(settings.data, name))
    if {key: policy.sha256 for key, policy in held.items()} != heads:
        return "索引与数据库中的政策不一致。"
    return ""


def _leftovers(settings: Settings, *, repair: bool) -> Finding:
    """Snapshots that no library names, as a killed ingest leaves them."""
    try:
        with closing(Library(open_engine(settings.data, settings.database_url))) as library:
            name = library.revision().snapshot
    except PolicyChatError as error:
        return Finding("残留文件", State.BAD, error.what, error.hint)
    places = [place for pattern in _LEFT for place in settings.data.glob(pattern)]
    places += [place for place in settings.data.glob("snapshots/*") if place.name > name]
    if not places:
        return Finding("残留文件", State.GOOD)
    listed = "、".join(place.relative_to(settings.data).as_posix() for place in places)
    if not repair:
        return Finding(
            "残留文件", State.BAD, listed, "下次导入时清除，或运行 chatbot doctor --repair。"
        )
    with alone(settings.data):
        for place in places:
            shutil.rmtree(place, ignore_errors=True)
    return Finding("残留文件", State.MENDED, f"已清除：{listed}")
