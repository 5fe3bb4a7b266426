"""A Word document without content, and its bytes: page, styles, properties.

The layout follows GB/T 9704-2012 (党政机关公文格式); the styles are in `template/styles.xml`.
"""

import re
from datetime import UTC
from importlib.resources import files
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from chatbot.export.imprint import Imprint

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAX_TITLE = 255
"""Characters of a core property (python-docx)."""
_DROPPED = (
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    RELATIONSHIP_TYPE.CUSTOM_XML,
)
"""What python-docx's template brings along and nothing here refers to."""


def part(name: str) -> BaseOxmlElement:
    """The root of a file in `template/`."""
    return parse_xml((files("chatbot.export") / "template" / name).read_bytes())


def blank(title: str, imprint: Imprint, *, landscape: bool = False) -> Document:
    """An A4 document with a title and page numbers, and nothing else."""
    document = docx.Document()
    document.styles.element[:] = part("styles.xml")[:]
    document.settings.element[:] = part("settings.xml")[:]
    for holder in (document.part, document.part.package):
        for identifier, relation in list(holder.rels.items()):
            if relation.reltype in {*_DROPPED, RELATIONSHIP_TYPE.THUMBNAIL}:
                del holder.rels[identifier]
    _lay_out(document.sections[0], landscape=landscape)
    name = legible(" ".join(title.split()))
    _describe(document, name, imprint)
    write(document.add_paragraph(style="Title"), name)
    return document


def write(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Add text to a paragraph; what Chinese and Latin share, such as “”, is set as Chinese."""
    run = paragraph.add_run(legible(text))
    if bold:
        run.bold = True
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def link(paragraph: Paragraph, url: str) -> None:
    """Add a web address that opens."""
    relation = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    run = paragraph.add_run(url, "Hyperlink").element
    around(run, "w:hyperlink", {"r:id": relation})


def around(run: BaseOxmlElement, tag: str, attributes: dict[str, str]) -> None:
    """Put an element around a run."""
    wrapper = OxmlElement(tag, {qn(name): value for name, value in attributes.items()})
    run.addprevious(wrapper)
    wrapper.append(run)


def legible(text: str) -> str:
    """`text` without what XML 1.0 cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def packed(document: Document, imprint: Imprint) -> bytes:
    """The document's bytes, with the line on where it comes from at its end.

    They depend on what is written and on the imprint alone: python-docx would date every file in
    the package with the clock.
    """
    write(document.add_paragraph(style="Imprint"), str(imprint))
    saved, result = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return result.getvalue()


def _lay_out(section: Section, *, landscape: bool) -> None:
    """A4 with the margins of GB/T 9704, turned for a wide table."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin = Mm(28), Mm(26)
        section.left_margin, section.right_margin = Mm(35), Mm(37)
    footer = section.footer.paragraphs[0]
    footer.style = "footer"
    write(footer, "— ")
    around(footer.add_run("1").element, "w:fldSimple", {"w:instr": " PAGE "})
    write(footer, " —")


def _describe(document: Document, title: str, imprint: Imprint) -> None:
    moment = imprint.exported.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = document.core_properties
    properties.title = title[:_MAX_TITLE]
    properties.author = properties.last_modified_by = legible(imprint.system)
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = moment
    properties.language = "zh-CN"
