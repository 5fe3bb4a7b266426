"""An answer or a table as a Word document, each citation a footnote."""

from chatbot.answer import Answer
from chatbot.export.body import Body
from chatbot.export.footnotes import Footnotes
from chatbot.export.grid import grid
from chatbot.export.imprint import Imprint
from chatbot.export.page import blank, packed, write
from chatbot.export.prose import tree
from chatbot.tables.table import Table

_UPRIGHT = 4
"""Columns that an upright page has room for."""


def answer_docx(question: str, answer: Answer, imprint: Imprint) -> bytes:
    """The answer under its question."""
    document = blank(question, imprint)
    quotes = {citation.index: citation.quote for citation in answer.citations}
    Body(document, quotes).add(tree(answer.text).children)
    return packed(document, imprint)


def table_docx(table: Table, imprint: Imprint) -> bytes:
    """The table under its title; a wide one on its side."""
    document = blank(table.title, imprint, landscape=len(table.columns) > _UPRIGHT)
    notes = Footnotes(document)
    texts = [table.columns, *([cell.text for cell in row] for row in table.rows)]
    head, *body = grid(document, texts)
    for paragraph, column in zip(head, table.columns, strict=True):
        write(paragraph, column)
    for paragraphs, row in zip(body, table.rows, strict=True):
        for paragraph, cell in zip(paragraphs, row, strict=True):
            write(paragraph, cell.text)
            for quote in cell.quotes:
                notes.cite(paragraph, quote)
    return packed(document, imprint)
