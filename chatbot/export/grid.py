"""A table in a Word document: ruled, as wide as the page, its head repeated on each page."""

from collections.abc import Sequence

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Emu
from docx.text.paragraph import Paragraph

_NARROWEST, _WIDEST = 4, 40
"""Characters that count for a column's share of the page, at least and at most."""


def grid(document: Document, texts: Sequence[Sequence[str]]) -> list[list[Paragraph]]:
    """Draw an empty table; the texts to come, the first row its head, set the columns' widths.

    Returns:
        a paragraph a cell, row by row, to write in.
    """
    table = document.add_table(len(texts), len(texts[0]), "Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _widths(document, texts), strict=True):
        column.width = width
    paragraphs = []
    for number, row in enumerate(table.rows):
        cells = row.cells
        for cell, column in zip(cells, table.columns, strict=True):
            cell.width = column.width
            cell.paragraphs[0].style = "Table Text" if number else "Table Heading"
        paragraphs.append([cell.paragraphs[0] for cell in cells])
    _keep_whole(document)
    return paragraphs


def _keep_whole(document: Document) -> None:
    """No row of the last table breaks across pages; its head is repeated."""
    last = document.element.body.findall(qn("w:tbl"))[-1]
    for number, row in enumerate(last.findall(qn("w:tr"))):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _widths(document: Document, texts: Sequence[Sequence[str]]) -> list[Emu]:
    section = document.sections[0]
    page = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    shares = [
        min(max(*map(len, column), _NARROWEST), _WIDEST) for column in zip(*texts, strict=True)
    ]
    return [Emu(page * share // sum(shares)) for share in shares]
