"""Which uploaded files are accepted, and by which names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from unicodedata import category, normalize

from chatbot.errors import BadUpload
from index.errors import FileTooLarge
from index.readers import MAX_BYTES

MAX_FILES = 100
"""Files of one upload."""
MAX_TOTAL = 64 * 1024 * 1024
"""Bytes of one upload."""
_MAX_NAME = 200
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to be added: its name and its bytes."""

    name: str
    content: bytes = field(repr=False)


def accepted(uploads: Sequence[Upload]) -> list[Upload]:
    """The files by names without folders and signs that are not seen.

    Raises:
        BadUpload: if there is no file, or too many, or one without a name, or two of one name.
        FileTooLarge: if a file, or all together, are too large.
    """
    if not uploads:
        raise BadUpload("没有上传任何文件。", hint="请选择至少一个政策文件。")
    if len(uploads) > MAX_FILES:
        raise BadUpload(f"一次最多上传 {MAX_FILES} 个文件。", hint="请分几次上传。")
    named = [Upload(_safe(upload.name), upload.content) for upload in uploads]
    for upload in named:
        if len(upload.content) > MAX_BYTES:
            raise _too_large(upload.name, len(upload.content), MAX_BYTES)
    total = sum(len(upload.content) for upload in named)
    if total > MAX_TOTAL:
        raise _too_large("全部文件", total, MAX_TOTAL)
    names = [upload.name for upload in named]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadUpload(f"有同名的文件：{'、'.join(twice)}。", hint="请改名或分几次上传。")
    return named


def _safe(name: str) -> str:
    """The last part of a path, of whatever system, without control and direction characters."""
    seen = "".join(sign for sign in normalize("NFC", name) if category(sign)[0] != "C")
    bare = re.split(r"[/\\]", seen)[-1].strip().lstrip(".")
    if not bare or len(bare) > _MAX_NAME:
        raise BadUpload(
            f"文件名 {name[:_MAX_NAME]!r} 不能使用。",
            hint=f"文件名应有 1 至 {_MAX_NAME} 个字符，并带后缀，例如 意见.md。",
        )
    return bare


def _too_large(what: str, size: int, limit: int) -> FileTooLarge:
    return FileTooLarge(
        f"{what}：有 {size:,} 字节，超过上限 {limit:,} 字节。", hint="请拆分后再上传。"
    )
