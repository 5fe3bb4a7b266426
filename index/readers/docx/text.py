"""A paragraph of WordprocessingML → its text as accepted and shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from index.readers.docx.styles import Styles

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WRITTEN = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_LEFT_OUT = {
    *(qn(tag) for tag in ("w:del", "w:moveFrom", "w:delText", "w:pPr", "w:rPr", "w:rt")),
    *(qn(tag) for tag in ("w:instrText", "w:delInstrText", "w:sdtPr", "w:fldData")),
    f"{_MC}Fallback",
}
"""Deleted and moved text, properties, readings above characters, the code of a field, and what
older programs should show instead of a drawing that is there."""


@dataclass(slots=True)
class Reading:
    """What a paragraph holds.

    Attributes:
        notes: ids of the footnotes that it refers to.
        boxes: text boxes that hang on it, as elements with blocks inside.
        hidden: characters that nobody can see in the document.
    """

    text: str = ""
    notes: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    hidden: int = 0


def read(paragraph: Element, styles: Styles, *, on_white: bool) -> Reading:
    """Read a paragraph; `on_white` says that white text cannot be seen in it."""
    reading = Reading()
    pieces: list[str] = []
    for element in _shown(paragraph):
        tag = element.tag
        if tag in _WRITTEN:
            pieces.append(_WRITTEN[tag])
        elif tag == qn("w:footnoteReference"):
            reading.notes.append(element.get(qn("w:id"), ""))
        elif tag == qn("w:txbxContent"):
            reading.boxes.append(element)
        elif tag in (qn("w:t"), f"{_MATH}t") and element.text:
            run = element.getparent()
            white = on_white and styles.is_white(run, paragraph)
            if white or styles.is_hidden(run, paragraph):
                reading.hidden += len(element.text.strip())
            else:
                pieces.append(element.text)
    reading.text = "".join(pieces)
    return reading


def _shown(element: Element) -> Iterator[Element]:
    """All elements below, in order, without what is left out and without the insides of boxes."""
    for child in element.iterchildren("*"):
        if child.tag in _LEFT_OUT:
            continue
        yield child
        if child.tag != qn("w:txbxContent"):
            yield from _shown(child)


def is_deleted(paragraph: Element) -> bool:
    """Whether the end of a paragraph is deleted: what follows belongs to it."""
    return any(
        paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(tag)}") is not None
        for tag in ("w:del", "w:moveFrom")
    )
