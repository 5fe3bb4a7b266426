"""ZIP archives: the files in them, by names that are safe and in the writer's own script."""

import re
from pathlib import PurePosixPath
from unicodedata import category, normalize
from zipfile import ZipFile, ZipInfo

from index.errors import FileTooLarge, UnreadableFile
from index.readers import MAX_BYTES, READERS
from index.readers.zipped import DAMAGED, opened

SUFFIX = ".zip"
_UTF8 = 0x800
_HIDDEN = (".", "__MACOSX")
_LONGEST = 200
"""Characters of a name."""


def listed(data: bytes, name: str) -> tuple[list[str], list[str]]:
    """Paths of the files that can become policies, archives inside too, and of those skipped.

    Raises:
        SourceError: if it is no archive, is encrypted, or holds too much.
    """
    with opened(data, name) as archive:
        paths = list(_entries(archive))
    wanted = {*READERS, SUFFIX}
    return (
        [path for path in paths if PurePosixPath(path).suffix.lower() in wanted],
        [path for path in paths if PurePosixPath(path).suffix.lower() not in wanted],
    )


def member(data: bytes, name: str, path: str) -> bytes:
    """The bytes of the file with this path, as `listed` gives it.

    Raises:
        SourceError: if it is damaged, too large, or not there any more.
    """
    with opened(data, name) as archive:
        entry = _entries(archive).get(path)
        if entry is None:
            raise UnreadableFile(f"{name}：其中没有 {path}", hint="请重新导入。")
        if entry.file_size > MAX_BYTES:
            raise FileTooLarge(
                f"{name}/{path}：有 {entry.file_size:,} 字节，超过上限 {MAX_BYTES:,} 字节",
                hint="请拆分后再导入。",
            )
        try:
            return archive.read(entry)
        except DAMAGED as error:
            raise UnreadableFile(
                f"{name}/{path}：压缩内容已损坏，或压缩方式不受支持",
                hint="请重新压缩（ZIP，Deflate）后再导入。",
            ) from error


def _entries(archive: ZipFile) -> dict[str, ZipInfo]:
    """Safe path → entry; hidden files and what systems add are left out."""
    found: dict[str, ZipInfo] = {}
    for entry in archive.infolist():
        parts = _safe(_decoded(entry))
        if entry.is_dir() or not parts or any(part.startswith(_HIDDEN) for part in parts):
            continue
        path = PurePosixPath(*parts)
        twice = 2
        while str(path) in found:
            path = PurePosixPath(*parts).with_stem(f"{PurePosixPath(parts[-1]).stem}~{twice}")
            twice += 1
        found[str(path)] = entry
    return found


def _decoded(entry: ZipInfo) -> str:
    """The name; without the flag for UTF-8, zipfile takes its bytes for code page 437."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    written = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _safe(path: str) -> list[str]:
    """The parts of a path below the archive: nothing absolute, upward, or unseen."""
    seen = "".join(sign for sign in normalize("NFC", path) if category(sign)[0] != "C")
    parts = [part.strip() for part in re.split(r"[/\\]", seen)]
    return [part[-_LONGEST:] for part in parts if part.strip(".") and not part.endswith(":")]
