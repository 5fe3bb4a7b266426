"""Formats: which module reads which suffix within which limits, and what bytes really are.

`filetype` and `puremagic` know neither OFD nor what an OLE file holds, and read a ZIP's names from
wherever they stand: here a dozen signatures do.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath

from index.errors import UnsupportedFormat
from index.readers.sandbox import Limits

_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Format:
    """How files of a suffix are read.

    Attributes:
        module: with a function `read(data, name)`, imported on use.
        name: as users know it.
        limits: of the process in which it is read; None for text, which needs none.
    """

    module: str
    name: str
    limits: Limits | None = _LIMITS


_PICTURED = Limits(seconds=900, megabytes=4_096, patience=1.5)
"""For what may be a scan: an OCR takes seconds a page; what hangs is given up after 23 minutes."""
_IMAGE = Format("index.readers.image", "图片", _PICTURED)
_MARKDOWN = Format("index.readers.markdown", "Markdown", None)
_HTML = Format("index.readers.html.page", "网页")
_OFFICE = "index.readers.office"
_OFFICE_LIMITS = Limits(seconds=240, megabytes=8_192)
"""LibreOffice maps much more than it uses, and takes a while to start."""

READERS: dict[str, Format] = {
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".txt": Format("index.readers.text", "纯文本", None),
    ".docx": Format("index.readers.docx.document", "Word 文档"),
    ".doc": Format(_OFFICE, "Word 97 文档", _OFFICE_LIMITS),
    ".wps": Format(_OFFICE, "WPS 文档", _OFFICE_LIMITS),
    ".rtf": Format(_OFFICE, "RTF 文档", _OFFICE_LIMITS),
    ".odt": Format(_OFFICE, "ODT 文档", _OFFICE_LIMITS),
    ".htm": _HTML,
    ".html": _HTML,
    ".shtml": _HTML,
    ".pdf": Format("index.readers.pdf", "PDF", _PICTURED),
    ".ofd": Format("index.readers.ofd", "OFD", _PICTURED),
    ".png": _IMAGE,
    ".jpg": _IMAGE,
    ".jpeg": _IMAGE,
    ".tif": _IMAGE,
    ".tiff": _IMAGE,
}
"""Suffix → format. A new one is one file and one row."""

_OTHERS = {
    ".zip": "ZIP 压缩包",
    ".rar": "RAR 压缩包",
    ".7z": "7-Zip 压缩包",
    ".gz": "gzip 压缩包",
    ".xls": "Excel 表格",
    ".xlsx": "Excel 表格",
    ".ppt": "PowerPoint 演示文稿",
    ".pptx": "PowerPoint 演示文稿",
    ".exe": "可执行程序",
    ".elf": "可执行程序",
}
_SIGNATURES = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG\r\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"\x1f\x8b\x08", ".gz"),
    (b"\x7fELF", ".elf"),
    (b"MZ\x90\x00", ".exe"),
)
_ZIP, _ZIP_END = (b"PK\x03\x04", b"PK\x05\x06"), b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Word 97, and encrypted ones of any version, begin."""
_ZIP_PARTS = (
    (b"OFD.xml", ".ofd"),
    (b"word/", ".docx"),
    (b"xl/", ".xlsx"),
    (b"ppt/", ".pptx"),
)
_OLE_STREAMS = (
    ("EncryptedPackage", ".docx"),
    ("Workbook", ".xls"),
    ("PowerPoint Document", ".ppt"),
)
_TAGS = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<body")
_SAME = {
    ".markdown": ".md",
    ".htm": ".html",
    ".shtml": ".html",
    ".wps": ".doc",
    ".jpeg": ".jpg",
    ".tiff": ".tif",
}
_TEXTS = (".md", ".txt", ".html")


def format_of(data: bytes, name: str) -> tuple[Format, str]:
    """The format to read a file with, and a warning where its suffix says another; "" if none.

    Raises:
        UnsupportedFormat: if no reader knows the suffix, or what the bytes really are.
    """
    suffix = PurePosixPath(name).suffix.lower()
    actual = sniff(data)
    known = "、".join(sorted(READERS))
    if suffix not in READERS and (actual not in READERS or suffix != ".zip"):
        raise UnsupportedFormat(
            f"{name}：不支持的格式 {suffix or '（无后缀）'}",
            hint="压缩包里的压缩包不会解开，请先解压。"
            if suffix == ".zip"
            else f"支持的格式：{known}",
        )
    same = _SAME.get(suffix, suffix)
    if actual in (None, same) or (actual == ".html" and same in _TEXTS):
        return READERS[suffix], ""
    if actual not in READERS:
        raise UnsupportedFormat(
            f"{name}：后缀是 {suffix}，内容却是 {_OTHERS.get(actual, actual)}",
            hint=f"请改为正确的后缀，或另存为支持的格式：{known}",
        )
    return READERS[actual], f"后缀是 {suffix}，内容却是 {READERS[actual].name}，已按后者读取。"


def sniff(data: bytes) -> str | None:
    """The suffix that files like this should have; None where the bytes do not tell."""
    for signature, suffix in _SIGNATURES:
        if data.startswith(signature):
            return suffix
    if data.startswith(_ZIP):
        return _of_zip(data)
    if data.startswith(OLE):
        named = (suffix for stream, suffix in _OLE_STREAMS if stream.encode("utf-16-le") in data)
        return next(named, ".doc")
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return ".html" if head.startswith(_TAGS) else None


def _of_zip(data: bytes) -> str:
    """By the names in the directory at its end: those inside an archive inside are not there."""
    if data[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text"):
        return ".odt"
    end = data.rfind(_ZIP_END)
    start = int.from_bytes(data[end + 16 : end + 20], "little") if end >= 0 else 0
    directory = data[start:end]
    return next((suffix for part, suffix in _ZIP_PARTS if part in directory), ".zip")
