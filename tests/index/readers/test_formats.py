import zipfile
from io import BytesIO

import pytest

from index.errors import UnsupportedFormat
from index.readers import read
from index.readers.formats import READERS, format_of, sniff
from tests.word import document, paragraph

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def zipped(*names: str, inner: bytes = b"x") -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, inner)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"%PDF-1.7", ".pdf"),
        (b"{\\rtf1", ".rtf"),
        (OLE, ".doc"),
        (OLE + "Workbook".encode("utf-16-le"), ".xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ".docx"),
        (zipped("word/document.xml"), ".docx"),
        (zipped("OFD.xml"), ".ofd"),
        (zipped("xl/workbook.xml"), ".xlsx"),
        (zipped("意见.md"), ".zip"),
        (zipped("意见.docx", inner=zipped("word/document.xml")), ".zip"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html>", ".html"),
        (b"\x89PNG\r\n\x1a\n", ".png"),
        (b"\x7fELF", ".elf"),
        ("一、甲。".encode(), None),
        (b"", None),
    ],
)
def test_bytes_say_what_they_are(data: bytes, suffix: str | None) -> None:
    assert sniff(data) == suffix


def test_a_file_with_the_wrong_suffix_is_read_as_what_it_is_and_said_to_be() -> None:
    source = read(document(paragraph("一、甲。")), "意见.txt")
    assert source.text == "一、甲。"
    assert source.warnings == ("后缀是 .txt，内容却是 Word 文档，已按后者读取。",)


def test_what_no_reader_knows_is_named() -> None:
    with pytest.raises(UnsupportedFormat, match=r"后缀是 \.docx，内容却是 Excel 表格") as caught:
        read(zipped("xl/workbook.xml"), "意见.docx")
    assert ".md" in caught.value.hint


def test_text_that_looks_like_html_stays_what_its_suffix_says() -> None:
    form, doubt = format_of(b"<html>", "a.md")
    assert (form.name, doubt) == ("Markdown", "")


def test_no_file_holds_up_an_ingest_for_half_an_hour() -> None:
    bounded = [form.limits for form in READERS.values() if form.limits]
    assert bounded
    assert max(limits.seconds * limits.patience for limits in bounded) < 1_800
