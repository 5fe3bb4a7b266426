"""Files that are to become policies: where their bytes are, and what the library calls them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import UnreadableFile
from index.readers import MAX_BYTES


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
    """A file that is read when its turn comes."""
    return File(name, lambda: _bytes(path, name))


def in_memory(name: str, content: bytes) -> File:
    """A file whose bytes are at hand."""
    return File(name, lambda: content)


def _bytes(path: Path, name: str) -> bytes:
    if path.exists() and not path.is_file():
        raise UnreadableFile(f"{name}：不是普通文件", hint="请指明文件或文件夹。")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(
            f"{name}：无法读取（{error.strerror}）", hint="请检查路径和权限。"
        ) from error
