"""Word documents (.docx) → Source.

`python-docx` opens the package; its own view of paragraphs knows no automatic numbers, changes or
text boxes. docx2python numbers lists, but in Western ways and without styles; mammoth does not.
"""

from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from lxml.etree import XMLSyntaxError

from index.clause import Place, Source
from index.errors import UnreadableFile
from index.readers.body import Body
from index.readers.docx.numbering import Numbering
from index.readers.docx.styles import Styles
from index.readers.docx.text import Reading, is_deleted
from index.readers.docx.text import read as read_text
from index.readers.formats import OLE
from index.readers.zipped import DAMAGED, opened

_WRAPPERS = {qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo")}
_NOT_A_NOTE = {"separator", "continuationSeparator", "continuationNotice"}


def read(data: bytes, name: str) -> Source:
    """Paragraphs with their numbers, rows of tables, text boxes, and the footnotes at the end.

    Changes are taken as accepted. Headers, footers and comments are left out, and so is, with a
    warning, what is hidden.

    Raises:
        UnreadableFile: if it is no Word document.
    """
    if data.startswith(OLE):
        raise UnreadableFile(f"{name}：已加密", hint="请用 Word 或 WPS 去掉密码后再导入。")
    with opened(data, name):
        try:
            part = Document(BytesIO(data)).part
            related = {kind: _related(part, kind) for kind in ("STYLES", "NUMBERING", "FOOTNOTES")}
        except (*DAMAGED, AttributeError, KeyError, PackageNotFoundError, XMLSyntaxError) as error:
            raise UnreadableFile(
                f"{name}：不是完整的 Word 文档（.docx）",
                hint="请用 Word 或 WPS 打开，另存为 .docx 后再导入。",
            ) from error
    return _Document(part.element, related).read()


def _related(part: Part, kind: str) -> Element | None:
    try:
        found = part.part_related_by(getattr(RELATIONSHIP_TYPE, kind))
    except KeyError:
        return None
    return found.element if hasattr(found, "element") else parse_xml(found.blob)


class _Document:
    """One document on its way to a source."""

    def __init__(self, root: Element, related: dict[str, Element | None]) -> None:
        self._root = root
        self._body = Body()
        self._styles = Styles(related["STYLES"])
        self._numbering = Numbering(related["NUMBERING"], self._styles)
        self._notes = _notes(related["FOOTNOTES"])
        self._noted: list[str] = []
        self._paragraph = 0
        self._carried = ""
        self._on_white = root.find(qn("w:background")) is None

    def read(self) -> Source:
        for body in self._root.iterchildren(qn("w:body")):
            for block in _blocks(body):
                self._block(block)
        self._add_notes()
        return self._body.source()

    def _block(self, block: Element) -> None:
        if block.tag == qn("w:tbl"):
            for row in _rows(block):
                self._row(row)
            return
        reading = self._paragraph_of(block)
        if is_deleted(block):
            self._carried = reading.text
        else:
            place = Place(paragraph=self._paragraph)
            self._body.add(reading.text, self._styles.level(block), place)
        for box in reading.boxes:
            for inner in _blocks(box):
                self._block(inner)

    def _paragraph_of(self, paragraph: Element) -> Reading:
        """The text of a paragraph after its number, and after what deleted paragraphs left."""
        boxed = next(paragraph.iterancestors(qn("w:txbxContent")), None) is not None
        reading = read_text(paragraph, self._styles, on_white=self._on_white and not boxed)
        deleted = is_deleted(paragraph)
        text = self._carried + reading.text
        self._carried = ""
        number = "" if deleted and not text.strip() else self._numbering.next(paragraph)
        if text.strip():
            self._paragraph += 1
            reading.text = number + text.lstrip()
        else:
            reading.text = ""
        self._noted += reading.notes
        if reading.hidden:
            self._body.warnings.append(_HIDDEN)
        return reading

    def _row(self, row: Element) -> None:
        """Cells side by side as Markdown writes them; the lines of a single cell, one by one."""
        first = self._paragraph + 1
        cells = [self._cell(cell) for cell in row.iterchildren(qn("w:tc"), qn("w:sdt"))]
        place = Place(paragraph=min(first, max(self._paragraph, 1)))
        if len(cells) == 1:
            for line in cells[0]:
                self._body.add(f"| {line} |", place=place)
        elif any(cells):
            self._body.add(f"| {' | '.join(' '.join(cell) for cell in cells)} |", place=place)

    def _cell(self, cell: Element) -> list[str]:
        """The lines of a cell, those of tables inside it too."""
        lines: list[str] = []
        for paragraph in cell.iter(qn("w:p")):
            reading = self._paragraph_of(paragraph)
            lines += [line.strip() for line in reading.text.splitlines() if line.strip()]
        return lines

    def _add_notes(self) -> None:
        """Footnotes, below a heading of their own so that they are no part of the last clause."""
        noted = [(n, note) for n in self._noted if (note := self._notes.get(n)) is not None]
        if noted:
            self._body.add("脚注", level=1, place=Place(paragraph=self._paragraph))
        for at, (_, note) in enumerate(noted, 1):
            texts = [read_text(p, self._styles, on_white=True).text for p in note.iter(qn("w:p"))]
            self._body.add(
                f"注{at}：{' '.join(texts).strip()}", place=Place(paragraph=self._paragraph)
            )


_HIDDEN = "略去了文档中隐藏、白色或极小的文字；如属正文，请在 Word 中取消隐藏后再导入。"


def _notes(root: Element | None) -> dict[str, Element]:
    found = [] if root is None else root.findall(qn("w:footnote"))
    return {
        note.get(qn("w:id")): note for note in found if note.get(qn("w:type")) not in _NOT_A_NOTE
    }


def _blocks(element: Element) -> Iterator[Element]:
    """Paragraphs and tables below, out of what merely wraps them."""
    for child in element.iterchildren("*"):
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _rows(table: Element) -> Iterator[Element]:
    """Rows that are not deleted."""
    for child in table.iterchildren("*"):
        if child.tag == qn("w:tr") and child.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)
