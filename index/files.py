"""Files that are to become policies: where their bytes are, and what the library calls them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index.errors import SourceError, UnreadableFile
from index.readers import MAX_BYTES
from index.readers.archive import SUFFIX, listed, member


@dataclass(frozen=True, slots=True)
class File:
    """One file.

    Attributes:
        name: source file, see `index.clause.Policy`.
        load: gives its bytes, not many more than a reader accepts, or raises UnreadableFile.
    """

    name: str
    load: Callable[[], bytes]


def on_disk(name: str, path: Path) -> File:
    """A file that is read when its turn comes; one in an archive has its path below the archive."""
    return File(name, lambda: _bytes(path, name))


def in_memory(name: str, content: bytes) -> Iterator[File]:
    """A file whose bytes are at hand, or the files in it if it is an archive."""
    if not name.lower().endswith(SUFFIX):
        yield File(name, lambda: content)
        return
    try:
        paths, _ = listed(content, name)
    except SourceError as error:
        yield File(name, partial(_refuse, error))
        return
    for path in paths:
        yield File(f"{name}/{path}", partial(member, content, name, path))


def in_archive(path: Path) -> tuple[list[Path], list[Path]]:
    """The files in an archive that can become policies, and those that are skipped.

    Raises:
        SourceError: if it cannot be opened.
    """
    wanted, skipped = listed(_bytes(path, path.name), path.name)
    return [path / inner for inner in wanted], [path / inner for inner in skipped]


def archive_of(path: Path) -> Path | None:
    """The archive that a file is in, if it is in one."""
    above = (parent for parent in path.parents if parent.suffix.lower() == SUFFIX)
    return next((parent for parent in above if parent.is_file()), None)


def _refuse(error: SourceError) -> bytes:
    raise error


def _bytes(path: Path, name: str) -> bytes:
    if archive := archive_of(path):
        inner = path.relative_to(archive).as_posix()
        return member(_bytes(archive, archive.name), archive.name, inner)
    if path.exists() and not path.is_file():
        raise UnreadableFile(f"{name}：不是普通文件", hint="请指明文件或文件夹。")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(
            f"{name}：无法读取（{error.strerror}）", hint="请检查路径和权限。"
        ) from error
