"""Bytes of a file → Source. One module a format (`index.readers.formats`), imported on use."""

from dataclasses import replace
from importlib import import_module
from typing import Protocol, cast

from index.clause import Source
from index.errors import FileTooLarge, UnreadableFile
from index.readers import sandbox
from index.readers.formats import READERS, Format, format_of
from index.readers.legible import legible

__all__ = ["MAX_BYTES", "READERS", "Reader", "read"]

MAX_BYTES = 32 * 1024 * 1024
"""The largest file accepted, in bytes."""


class Reader(Protocol):
    """Turns the bytes of one format into a source; touches neither disk nor network.

    `index.readers.body` puts lines together. All but text is read in a process of its own
    (`index.readers.sandbox`): nothing is remembered from one file to the next.
    """

    def read(self, data: bytes, name: str) -> Source:
        """Read `data`; `name` is for messages only.

        Raises:
            SourceError: if the bytes are not of this format, or cannot be read.
        """


def read(data: bytes, name: str) -> Source:
    """Read a file with the reader of its suffix, or of what it really is.

    Raises:
        UnsupportedFormat: if no reader knows the suffix or the content.
        FileTooLarge: if there are more than `MAX_BYTES`.
        UnreadableFile: if the bytes are not of this format, hold no text, or are more than its
            process can take.
    """
    if len(data) > MAX_BYTES:
        raise FileTooLarge(
            f"{name}：文件有 {len(data):,} 字节，超过上限 {MAX_BYTES:,} 字节",
            hint="请拆分后再导入。",
        )
    form, doubt = format_of(data, name)
    source = legible(_read(form, data, name))
    if not source.lines:
        raise UnreadableFile(f"{name}：文件中没有文字", hint="请检查文件是否完整。")
    return replace(source, warnings=(doubt, *source.warnings)) if doubt else source


def _read(form: Format, data: bytes, name: str) -> Source:
    if form.limits is not None:
        return sandbox.read(form.module, data, name, form.limits)
    return cast(Reader, import_module(form.module)).read(data, name)
