"""A policy set by a real word processor and printed as PDF, as offices do."""

import subprocess
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Written
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from index.outline import parse
from index.readers.pdf import read
from tests.index.test_outline import GOLDEN, described
from tests.makers import POLICY_ID
from tests.papers import policy_paragraphs

ALIGN = {
    "prose": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def written(size: float, columns: int) -> Written:
    """The policy with a running header and page numbers."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Pt(595), Pt(842)
    for each in policy_paragraphs():
        paragraph = document.add_paragraph()
        paragraph.add_run(each.text).font.size = Pt(size * each.scale)
        paragraph.alignment = ALIGN[each.align]
        paragraph.paragraph_format.space_after = Pt(0)
        if each.align == "prose":
            paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    spread = section._sectPr.xpath("./w:cols")[0]
    spread.set(qn("w:num"), str(columns))
    section.header.paragraphs[0].text = "工业和信息化部等七部门文件"
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)
    foot.add_run(" —")
    return document


@pytest.mark.parametrize(("size", "columns"), [(16, 1), (10.5, 2)])
def test_a_printed_document_is_the_tree_of_its_text(
    soffice: str, tmp_path: Path, size: float, columns: int
) -> None:
    written(size, columns).save(str(tmp_path / "a.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    command.append(str(tmp_path / "a.docx"))
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    source = read((tmp_path / "a.pdf").read_bytes(), "a.pdf")
    clauses = parse(source, POLICY_ID)
    assert [described(clause) for clause in clauses] == GOLDEN.read_text("utf-8").splitlines()
