"""Word documents made for a test; their numbers are automatic, as Word and WPS keep them."""

import re
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.ingest import shipped
from index.numbering import read as read_number
from index.readers.markdown import read as read_markdown

Level = tuple[str, str]
"""Way to write the number, and the text with %1, %2… in it."""

OFFICIAL: Sequence[Level] = (
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)
STATUTE: Sequence[Level] = (
    ("chineseCountingThousand", "第%1章"),
    ("chineseCountingThousand", "第%2条"),
    ("chineseCountingThousand", "（%3）"),
)
RUNS_THROUGH = '<w:lvlRestart w:val="0"/>'


def numbering(levels: Iterable[Level], *, extra: dict[int, str] | None = None) -> str:
    """The XML of a numbering with these levels; `extra` adds to some."""
    declared = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'{(extra or {}).get(at, "")}<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    return (
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="7">{declared}'
        f'</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )


def numbered(text: str, level: int, number_id: int = 3) -> str:
    """A paragraph on a level of the numbering."""
    return paragraph(
        text,
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>',
    )


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: Sequence[str]) -> str:
    """A table of cells with a paragraph each."""
    lines = ("".join(f"<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def document(*blocks: str, numbers: str = "", styles: Sequence[str] = (), notes: str = "") -> bytes:
    """A file whose body has these blocks (XML); beside Word's own it has these styles."""
    made = Document()
    body = made.element.body
    for child in list(body):
        body.remove(child)
    for block in blocks:
        body.append(_parsed(block))
    for style in styles:
        made.styles.element.append(_parsed(style))
    for kind, xml in (("numbering", numbers), ("footnotes", notes)):
        if xml:
            _relate(made, kind, xml)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def changed(file: bytes, change: Callable[[str], str]) -> bytes:
    """The same file with another `word/document.xml`."""
    result = BytesIO()
    with ZipFile(BytesIO(file)) as before, ZipFile(result, "w", ZIP_DEFLATED) as after:
        for entry in before.namelist():
            content = before.read(entry)
            if entry == "word/document.xml":
                content = change(content.decode()).encode()
            after.writestr(entry, content)
    return result.getvalue()


def policy_document() -> bytes:
    """The policy that ships, its numbers automatic; 1. to 16. are a list of their own."""
    (file,) = shipped().glob("*.md")
    source = read_markdown(file.read_bytes(), file.name)
    blocks = []
    for line in source.lines:
        text = line.span.of(source.text)
        marker = read_number(text)
        if marker and marker.style.code in _LISTED:
            blocks.append(numbered(text[marker.rest :], *_LISTED[marker.style.code]))
        else:
            blocks.append(paragraph(text, "" if blocks else '<w:pStyle w:val="Title"/>'))
    running = numbering([("decimal", "%1.")]).replace('"7"', '"8"').replace('"3"', '"4"')
    return document(*blocks, numbers=merged(numbering(OFFICIAL), running))


_LISTED = {"h": (0, 3), "k": (1, 3), "n": (0, 4)}
"""Kind of number → level and list."""


def merged(first: str, second: str) -> str:
    """Both numberings in one; the schema wants what is declared before what is used."""
    parts = [
        re.findall(r"<w:abstractNum .*?</w:abstractNum>|<w:num .*?</w:num>", xml)
        for xml in (first, second)
    ]
    declared = sorted((part for each in parts for part in each), key=lambda p: "<w:num " in p[:7])
    return f"<w:numbering {nsdecls('w')}>{''.join(declared)}</w:numbering>"


def _parsed(xml: str) -> Any:
    """An element; the namespaces that tests use need not be declared."""
    opening = xml.index(">") - (xml[xml.index(">") - 1] == "/")
    declared = "" if "xmlns:w=" in xml[:opening] else f" {nsdecls('w', 'm')}"
    return parse_xml(f"{xml[:opening]}{declared}{xml[opening:]}")


def _relate(made: Any, kind: str, xml: str) -> None:
    part = made.part
    relationship = getattr(RELATIONSHIP_TYPE, kind.upper())
    for key, related in list(part.rels.items()):
        if related.reltype == relationship:
            del part.rels[key]
    content_type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    name = PackURI(f"/word/{kind}.xml")
    part.relate_to(Part(name, content_type, xml.encode(), part.package), relationship)
