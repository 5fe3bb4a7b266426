"""Footnotes of a Word document, which python-docx 1.2 knows nothing of (ECMA-376-1, 17.11)."""

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.story import StoryPart
from docx.text.paragraph import Paragraph

from chatbot.answer import Quote
from chatbot.export.page import around, link, part, write
from chatbot.export.source import address, key, note

_MARK = "footnote reference"


class Footnotes:
    """The footnotes of one document, one a quotation.

    Args:
        document: gets a part for them; its settings name the separators already.
    """

    def __init__(self, document: Document) -> None:
        self._notes = part("footnotes.xml")
        self._part = StoryPart(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            self._notes,
            document.part.package,
        )
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._numbers: dict[tuple[str, int, int], int] = {}

    def cite(self, paragraph: Paragraph, quote: Quote) -> None:
        """Put a mark at the end of a paragraph.

        The mark of a quotation that was cited before is a cross-reference to its note, so that
        it follows when someone adds a note or takes one away.
        """
        number = self._numbers.get(key(quote))
        if number is not None:
            run = paragraph.add_run(str(number), _MARK).element
            around(run, "w:fldSimple", {"w:instr": rf" NOTEREF {_bookmark(number)} \f \h "})
            return
        number = self._numbers[key(quote)] = len(self._numbers) + 1
        run = paragraph.add_run(style=_MARK).element
        run.append(_element("w:footnoteReference", id=str(number)))
        run.addprevious(_element("w:bookmarkStart", id=str(number), name=_bookmark(number)))
        run.addnext(_element("w:bookmarkEnd", id=str(number)))
        self._add(number, quote)

    def _add(self, number: int, quote: Quote) -> None:
        footnote = _element("w:footnote", id=str(number))
        element = OxmlElement("w:p")
        footnote.append(element)
        self._notes.append(footnote)
        paragraph = Paragraph(element, self._part)
        paragraph.style = "footnote text"
        paragraph.add_run(style=_MARK).element.append(OxmlElement("w:footnoteRef"))
        write(paragraph, f" {note(quote)}")
        if url := address(quote):
            write(paragraph, " ")
            link(paragraph, url)


def _bookmark(number: int) -> str:
    """The place of a mark; Word hides names that begin with a low line."""
    return f"_Note{number}"


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    return OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})
