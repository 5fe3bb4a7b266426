"""The tree of an answer's Markdown → paragraphs, lists and tables of a Word document."""

from collections.abc import Mapping, Sequence

from docx.document import Document
from docx.text.paragraph import Paragraph
from markdown_it.tree import SyntaxTreeNode

from chatbot.answer import Quote
from chatbot.export.footnotes import Footnotes
from chatbot.export.grid import grid
from chatbot.export.page import link, write
from chatbot.export.prose import CITATION, lines

_TEXT, _QUOTE = "Body Text", "Quote"
_DEEPEST = 3
"""Level of the lowest heading that has a style."""


class Body:
    """Writes an answer into a document.

    Args:
        quotes: number of a mark → what it stands for.
    """

    def __init__(self, document: Document, quotes: Mapping[int, Quote]) -> None:
        self._document = document
        self._notes = Footnotes(document)
        self._quotes = quotes

    def add(self, blocks: Sequence[SyntaxTreeNode], style: str = _TEXT, lead: str = "") -> None:
        """Add blocks; `lead` comes before the text of the first."""
        for block in blocks:
            match block.type:
                case "paragraph":
                    self._paragraph(block.children[0], style, lead)
                case "heading":
                    level = min(int(block.tag[1:]), _DEEPEST)
                    self._paragraph(block.children[0], f"Heading {level}", lead)
                case "blockquote":
                    self.add(block.children, _QUOTE)
                case "bullet_list" | "ordered_list":
                    self._list(block, style)
                case "table":
                    self._table(block)
            lead = ""

    def _list(self, node: SyntaxTreeNode, style: str) -> None:
        """Bullets are ours; numbers, and whatever stands in a quotation, stay as printed."""
        for item in node.children:
            if node.type == "bullet_list" and style != _QUOTE:
                self.add(item.children, "List Bullet")
            else:
                self.add(item.children, style, f"{item.info}{item.markup} ")

    def _paragraph(self, inline: SyntaxTreeNode, style: str, lead: str) -> None:
        for line in lines(inline):
            paragraph = self._document.add_paragraph(style=style)
            if lead:
                write(paragraph, lead)
            self._line(paragraph, line)
            lead = ""

    def _table(self, node: SyntaxTreeNode) -> None:
        rows = [
            [cell.children[0] for cell in row.children]
            for part in node.children
            for row in part.children
        ]
        texts = [[cell.content for cell in row] for row in rows]
        for row, paragraphs in zip(rows, grid(self._document, texts), strict=True):
            for cell, paragraph in zip(row, paragraphs, strict=True):
                self._line(paragraph, cell.children)

    def _line(
        self, paragraph: Paragraph, nodes: Sequence[SyntaxTreeNode], *, bold: bool = False
    ) -> None:
        for node in nodes:
            quote = self._quotes.get(int(node.content)) if node.type == CITATION else None
            if quote:
                self._notes.cite(paragraph, quote)
            elif node.type == CITATION:
                write(paragraph, f"[{node.content}]", bold=bold)
            elif node.type == "link" and node.info == "auto":
                link(paragraph, str(node.attrs["href"]))
            elif node.children:
                self._line(paragraph, node.children, bold=bold or node.type == "strong")
            elif node.content:
                write(paragraph, node.content, bold=bold)
