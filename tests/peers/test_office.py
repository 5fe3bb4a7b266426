"""Exported documents in a real word processor."""

import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from chatbot.chain import Chatbot
from chatbot.export.docx import answer_docx, table_docx
from chatbot.export.imprint import Imprint
from chatbot.question import Question
from chatbot.tables.table import Cell, Table
from tests.makers import quote

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
IMPRINT = Imprint(datetime(2026, 8, 3, tzinfo=UTC))


def understood(soffice: str, content: bytes, folder: Path) -> etree._Element:
    """The document as LibreOffice would save it itself."""
    (folder / "a.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "odt", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "a.docx")], check=True, capture_output=True, timeout=120)
    return etree.fromstring(zipfile.ZipFile(folder / "a.odt").read("content.xml"))


def footnotes(document: etree._Element) -> list[str]:
    notes = document.iter(f"{TEXT}note")
    return ["".join(map(str, note.itertext())) for note in notes if note.get(f"{TEXT}note-class")]


def test_an_answer_opens_with_its_footnotes(soffice: str, bot: Chatbot, tmp_path: Path) -> None:
    question = "做中试平台能得到哪些支持？"
    answered = bot.answer(Question(question))
    document = understood(soffice, answer_docx(question, answered, IMPRINT), tmp_path)
    notes = footnotes(document)
    assert len(notes) == len(answered.citations)
    for note, citation in zip(notes, answered.citations, strict=True):
        assert f"{citation.label}：「{citation.quote.text}」" in note
    assert question in "".join(map(str, document.itertext()))


def test_a_source_named_twice_is_one_footnote(soffice: str, tmp_path: Path) -> None:
    cell = Cell("甲", (quote("建设平台。"),))
    content = table_docx(Table("表", ("名称", "值"), ((cell, cell),)), IMPRINT)
    document = understood(soffice, content, tmp_path)
    assert len(footnotes(document)) == 1
    assert len(list(document.iter("{*}table-row"))) == 2
