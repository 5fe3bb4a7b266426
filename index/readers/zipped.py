"""Files that are ZIP archives inside, opened within limits."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from index.errors import FileTooLarge, UnreadableFile

_MOST_FILES = 10_000
_MOST_BYTES = 512 * 1024 * 1024
_MOST_TIMES = 250
"""How much larger a file may grow; XML, which compresses best, grows 20 to 50 times."""
_SMALL = 16 * 1024 * 1024
"""Below this, growing does no harm."""
DAMAGED = (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, struct.error, zlib.error)
"""What zipfile raises over archives that are damaged, or packed in a way that it does not know."""
_ENCRYPTED = 0x1
_DIRECTORY = 8 * 1024 * 1024
"""Bytes of the directory; what zipfile makes of it takes ten times that."""


@contextmanager
def opened(data: bytes, name: str) -> Iterator[ZipFile]:
    """The archive, if its directory promises no more than acceptable; zipfile keeps it to that.

    Raises:
        UnreadableFile: if it is no archive, is encrypted, or a bomb.
        FileTooLarge: if it holds too much.
    """
    end = data.rfind(b"PK\x05\x06")
    if int.from_bytes(data[end + 12 : end + 16], "little") > _DIRECTORY:
        raise _too_large(name)
    try:
        archive = ZipFile(BytesIO(data))
    except DAMAGED as error:
        raise UnreadableFile(f"{name}：压缩结构已损坏", hint="请重新获取文件。") from error
    with archive:
        _accept(archive, name)
        yield archive


def _accept(archive: ZipFile, name: str) -> None:
    entries = archive.infolist()
    if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise _too_large(name)
    for entry in entries:
        grows = entry.file_size > _SMALL and entry.file_size > _MOST_TIMES * entry.compress_size
        if grows:
            raise UnreadableFile(
                f"{name}：其中的 {entry.filename!r} 解压后会膨胀 {_MOST_TIMES} 倍以上",
                hint="这像是压缩炸弹，没有解压；请确认文件来源。",
            )
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableFile(f"{name}：已加密", hint="请去掉密码后再导入。")


def _too_large(name: str) -> FileTooLarge:
    return FileTooLarge(
        f"{name}：解压后超过 {_MOST_FILES:,} 个文件或 {_MOST_BYTES // 1024 // 1024} MB",
        hint="请拆分后再导入。",
    )
