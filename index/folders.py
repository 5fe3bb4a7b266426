"""Folders that the library is kept in step with: what is in them now, and what is gone.

A file goes by its path below its folder. The first folder that is given needs nothing before it;
the names of files of another begin with that folder's own: 市级//部门/交通.md. Two slashes stand
in no path, so that no name can be taken for that of another folder's file.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from unicodedata import normalize

from sqlalchemy import Connection, delete, insert, select

from index.errors import MostlyGone, SourceError, UnreadableFile
from index.files import archive_of, in_archive
from index.readers import READERS
from index.readers.archive import SUFFIX
from index.tables import FILES, FOLDERS, POLICIES

BETWEEN = "//"
"""Between a folder's name and the path below it."""

UNSEEN = (".", "~$")
"""How names of files begin that are no documents: hidden ones, and the locks of word processors."""

_SHOWN = 5
"""Files named one by one."""


@dataclass(slots=True)
class Survey:
    """What was found under the paths that were given.

    Attributes:
        files: name → path, in the order in which they are to be read.
        owners: name of a file → the folder that it belongs to; of those in a folder alone.
        folders: that nobody knew so far → what stands before the names of their files.
        gone: source files that the library has from these folders and that are there no more.
        had: how many it has from these folders in all.
        skipped: names of files that no reader knows.
        failed: file or folder, and what is wrong with it.
    """

    files: dict[str, Path] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    had: int = 0
    skipped: list[str] = field(default_factory=list)
    failed: list[tuple[str, SourceError]] = field(default_factory=list)

    def refuse_a_mistake(self) -> None:
        """Stop where most of what the library has from these folders would go.

        Raises:
            MostlyGone: a folder that is empty or not mounted looks like that.
        """
        if 2 * len(self.gone) <= self.had:
            return
        named = "、".join(self.gone[:_SHOWN]) + ("等" if len(self.gone) > _SHOWN else "")
        raise MostlyGone(
            f"从这里导入的 {self.had} 份政策，有 {len(self.gone)} 份的文件已不在：{named}。",
            kept="没有改动任何内容。",
            hint="如果文件夹没有挂载或指错了，请改正；确要移除这些政策，请加上 --yes。",
        )


def survey(connection: Connection, paths: Sequence[Path]) -> Survey:
    """Look through files and folders; `keep` makes what was found known."""
    found = Survey()
    places = _Places({row.path: row.prefix for row in connection.execute(select(FOLDERS))})
    unlisted: dict[Path, SourceError] = {}
    for path in paths:
        if not path.is_dir():
            _take_each(path, places, found, unlisted)
            continue
        if not places.owner(path / "any"):
            found.folders.update(places.add(path))
        for file in _walk(path.resolve(), unlisted):
            if file.suffix.lower() in (*READERS, SUFFIX):
                _take_each(file, places, found, unlisted)
            else:
                found.skipped.append(places.name(file))
    found.failed += [(str(place), error) for place, error in unlisted.items()]
    roots = [path.resolve() for path in paths if path.is_dir()]
    _look_for_gone(connection, places, (roots, list(unlisted)), found)
    return found


def keep(connection: Connection, found: Survey) -> None:
    """Remember the folders, and which files are theirs."""
    if found.folders:
        rows = [{"path": path, "prefix": prefix} for path, prefix in found.folders.items()]
        connection.execute(insert(FOLDERS), rows)
    known = set(connection.execute(select(FILES.c.source_file)).scalars())
    new = [
        {"source_file": name, "folder": folder}
        for name, folder in found.owners.items()
        if name not in known
    ]
    if new:
        connection.execute(insert(FILES), new)


def let_go(connection: Connection, names: Sequence[str]) -> None:
    """Forget that these files belong to a folder."""
    connection.execute(delete(FILES).where(FILES.c.source_file.in_(names)))


class _Places:
    """Folders by their resolved path, with what stands before the names of their files."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = dict(prefixes)

    def add(self, folder: Path) -> dict[str, str]:
        path = str(folder.resolve())
        self.prefixes[path] = self._free(folder.resolve().name) if self.prefixes else ""
        return {path: self.prefixes[path]}

    def owner(self, file: Path) -> str:
        """The nearest folder that holds a file; "" if none does."""
        above = map(str, file.resolve().parents)
        return next((place for place in above if place in self.prefixes), "")

    def name(self, file: Path) -> str:
        """What the library calls a file."""
        owner = self.owner(file)
        alone = (archive_of(file) or file).resolve().parent
        below = file.resolve().relative_to(owner or alone).as_posix()
        return normalize("NFC", self.prefixes.get(owner, "") + below)

    def path(self, name: str, owner: str) -> str:
        """Where a file of this name is or was, in NFC."""
        return normalize("NFC", f"{owner}/{name.removeprefix(self.prefixes.get(owner, ''))}")

    def _free(self, name: str) -> str:
        named = (name if at == 1 else f"{name}~{at}" for at in count(1))
        prefixes = (normalize("NFC", f"{each}{BETWEEN}") for each in named)
        return next(each for each in prefixes if each not in self.prefixes.values())


def _take_each(
    file: Path, places: _Places, found: Survey, unlisted: dict[Path, SourceError]
) -> None:
    """Put a file on the list, or those in it if it is an archive."""
    if file.suffix.lower() != SUFFIX:
        _take(file, places, found)
        return
    try:
        wanted, skipped = in_archive(file.resolve())
    except SourceError as error:
        unlisted[file.resolve()] = error
        return
    found.skipped += [places.name(inner) for inner in skipped]
    for inner in wanted:
        _take(inner, places, found)


def _take(file: Path, places: _Places, found: Survey) -> None:
    """Put a file on the list; of two that go by one name, the first."""
    name, owner, path = places.name(file), places.owner(file), file.resolve()
    first = found.files.setdefault(name, path)
    if first != path:
        error = UnreadableFile(
            f"{path}：与 {first} 同名，都会记作 {name}",
            hint="请改名，或改为导入它们所在的文件夹。",
        )
        found.failed.append((name, error))
    elif owner:
        found.owners[name] = owner


def _walk(folder: Path, unlisted: dict[Path, SourceError]) -> Iterator[Path]:
    """The files below a folder, none hidden, none that a link leads out to."""

    def note(error: OSError) -> None:
        place = Path(error.filename)
        unlisted[place] = _unlistable(place)

    for place, below, names in os.walk(folder, onerror=note):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            file = Path(place, name)
            if not name.startswith(UNSEEN) and file.is_file() and _stays(file, folder):
                yield file


def _stays(file: Path, folder: Path) -> bool:
    return not file.is_symlink() or file.resolve().is_relative_to(folder)


def _unlistable(folder: Path) -> UnreadableFile:
    return UnreadableFile(
        f"{folder}：无法列出其中的文件，从这里导入的政策保持原样", hint="请检查权限。"
    )


def _look_for_gone(
    connection: Connection,
    places: _Places,
    looked: tuple[Sequence[Path], Sequence[Path]],
    found: Survey,
) -> None:
    """Find what the library has from below the folders that were looked through, and is gone.

    What lies below those among them that could not be listed, the second of `looked`, is not.
    """
    within, without = ([normalize("NFC", str(path)) for path in paths] for paths in looked)
    rows = connection.execute(
        select(FILES).join(POLICIES, POLICIES.c.source_file == FILES.c.source_file)
    )
    for row in rows:
        path = Path(places.path(row.source_file, row.folder))
        if any(path.is_relative_to(folder) for folder in within):
            found.had += 1
            hidden = any(path.is_relative_to(folder) for folder in without)
            if row.source_file not in found.files and not hidden:
                found.gone.append(row.source_file)
