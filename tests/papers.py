"""A policy as offices set it on paper, for tests: typeset, printed as PDF, scanned, stored as OFD.

The typesetting is this project's own, so that every line's place is known to the test.
"""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby, pairwise
from xml.sax.saxutils import escape

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from index.ingest import shipped
from index.readers.markdown import read

WIDTH, HEIGHT = 595.0, 842.0
"""A4 in points."""
_MARGIN, _FOOT = 72.0, 76.0
_FONT = "STSong-Light"
_NO_LINE_BEGINS_WITH = "，。；：、！？”’）》〉」』〕】"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text and how it is set: "prose" (indented, justified), "left", "centre" or "right"."""

    text: str
    align: str = "prose"
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Letter:
    """One character, with the left end of its base line, in points from the upper left."""

    text: str
    x: float
    y: float
    size: float


def policy_paragraphs() -> list[Paragraph]:
    """The policy that ships, title and signatures as in print."""
    source = read(next(shipped().glob("*.md")).read_bytes(), "policy.md")
    texts = [line.span.of(source.text) for line in source.lines]
    title, number, addressees, *body = texts
    signed = next(at for at, text in enumerate(body) if text == "工业和信息化部")
    return [
        Paragraph(title, "centre", 1.375),
        Paragraph(number, "centre"),
        Paragraph(addressees, "left"),
        *(Paragraph(text) for text in body[:signed]),
        *(Paragraph(text, "right") for text in body[signed:]),
    ]


def typeset(
    paragraphs: Sequence[Paragraph], size: float = 16.0, columns: int = 1
) -> list[list[list[Letter]]]:
    """Pages of lines of letters, in the order in which they are read."""
    gap = 2 * size
    width = (WIDTH - 2 * _MARGIN - (columns - 1) * gap) / columns
    leading = 1.6 * size
    pages: list[list[list[Letter]]] = [[]]
    y, column = _MARGIN + size, 0
    for paragraph in paragraphs:
        scaled = size * paragraph.scale
        for text, indent, room in _broken(paragraph, scaled, width):
            if y > HEIGHT - _FOOT:
                y, column = _MARGIN + size, (column + 1) % columns
                if column == 0:
                    pages.append([])
            x = _MARGIN + column * (width + gap) + indent
            pages[-1].append(list(_line(text, x, y, scaled, room)))
            y += leading * paragraph.scale
    return pages


def _broken(paragraph: Paragraph, size: float, width: float) -> Iterator[tuple[str, float, float]]:
    """Lines with their indentation and what justification adds to each letter."""
    rest = paragraph.text
    indent = 2 * size if paragraph.align == "prose" else 0.0
    while rest:
        end = _fitting(rest, size, width - indent)
        line, rest = rest[:end], rest[end:]
        spare = width - indent - _length(line, size)
        if paragraph.align in ("centre", "right"):
            indent = spare / (2 if paragraph.align == "centre" else 1)
        justified = paragraph.align in ("prose", "left") and rest and len(line) > 1
        yield line, indent, spare / (len(line) - 1) if justified else 0.0
        indent = 0.0


def _fitting(text: str, size: float, width: float) -> int:
    end = 1
    while end < len(text) and _length(text[: end + 1], size) <= width:
        end += 1
    while 1 < end < len(text) and (
        text[end] in _NO_LINE_BEGINS_WITH or (text[end - 1] + text[end]).isascii()
    ):
        end -= 1
    return end


def _length(text: str, size: float) -> float:
    return sum(_advance(letter, size) for letter in text)


def _advance(letter: str, size: float) -> float:
    return size * (0.5 if letter.isascii() else 1.0)


def _line(text: str, x: float, y: float, size: float, room: float) -> Iterator[Letter]:
    for letter in text:
        yield Letter(letter, x, y, size)
        x += _advance(letter, size) + room


def with_furniture(
    pages: list[list[list[Letter]]], header: str = "工业和信息化部等七部门文件"
) -> list[list[list[Letter]]]:
    """The pages under a running header, with a number at their foot: — 3 —."""
    return [
        [
            list(_line(header, WIDTH / 2 - _length(header, 10) / 2, 40, 10, 0)),
            *lines,
            list(_line(f"— {number} —", WIDTH / 2 - 15, HEIGHT - 40, 12, 0)),
        ]
        for number, lines in enumerate(pages, 1)
    ]


def pdf(pages: Sequence[Sequence[Sequence[Letter]]], **canvas: object) -> bytes:
    """A PDF; `canvas` goes to reportlab."""
    _register()
    out = BytesIO()
    paper = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True, **canvas)
    for lines in pages:
        for line in lines:
            for letter in line:
                paper.setFont(_FONT, letter.size)
                paper.drawString(letter.x, HEIGHT - letter.y, letter.text)
        paper.showPage()
    paper.save()
    return out.getvalue()


@cache
def _register() -> None:
    registerFont(UnicodeCIDFont(_FONT))


def scans(data: bytes, side: int = 2000, turn: float = 0.0) -> list[Image.Image]:
    """The pages of a PDF as a scanner gives them: grey, grainy, a little turned (degrees)."""
    noise = np.random.default_rng(0)
    document = pypdfium2.PdfDocument(data)
    found = []
    for page in document:
        clean = page.render(scale=side / HEIGHT).to_pil().convert("L")
        turned = clean.rotate(turn, fillcolor=255, resample=Image.Resampling.BICUBIC)
        grains = noise.normal(0, 14, (turned.height, turned.width))
        found.append(Image.fromarray((np.asarray(turned) + grains).clip(0, 255).astype(np.uint8)))
    document.close()
    return found


def saved(images: Sequence[Image.Image], kind: str) -> bytes:
    """The images as one file, of a kind that Pillow writes: "PDF", "TIFF", "PNG"."""
    out = BytesIO()
    more = {"save_all": True, "append_images": list(images[1:])} if len(images) > 1 else {}
    images[0].save(out, kind, **more)
    return out.getvalue()


_MM = 25.4 / 72
_NAMESPACE = "http://www.ofdspec.org/2016"


def ofd(pages: Sequence[Sequence[Sequence[Letter]]], **parts: bytes) -> bytes:
    """An OFD as GB/T 33190 lays it down, a text object a line; `parts` replace or add files.

    The name of a part has __ for / and _X for .x: Doc_0__Document_xml.
    """
    files = {
        "OFD.xml": _xml(
            "OFD",
            "<ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>",
            ' Version="1.0" DocType="OFD"',
        ),
        "Doc_0/Document.xml": ofd_document(len(pages)),
        **{f"Doc_0/Pages/Page_{at}/Content.xml": ofd_page(lines) for at, lines in enumerate(pages)},
        **{_part(name): data for name, data in parts.items()},
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _part(name: str) -> str:
    return name.replace("__", "/").replace("_xml", ".xml").replace("_png", ".png")


def _xml(root: str, inside: str, attributes: str = "") -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<ofd:{root} xmlns:ofd="{_NAMESPACE}"{attributes}>{inside}</ofd:{root}>'.encode()


def ofd_document(pages: int, common: str = "") -> bytes:
    listed = "".join(
        f'<ofd:Page ID="{at + 1}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(pages)
    )
    return _xml(
        "Document",
        "<ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>",
    )


def ofd_page(lines: Sequence[Sequence[Letter]], other: str = "", before: str = "") -> bytes:
    """Content.xml of a page with `other` objects above its text; `before` stands before them."""
    objects = "".join(_text_object(at, line) for at, line in enumerate(lines) if line)
    return _xml(
        "Page",
        f'{before}<ofd:Content><ofd:Layer ID="1" Type="Body">{objects}{other}</ofd:Layer>'
        "</ofd:Content>",
    )


def _text_object(at: int, line: Sequence[Letter]) -> str:
    """A line with the deltas from letter to letter, those that are alike put together."""
    first, size = line[0], line[0].size * _MM
    left, top = first.x * _MM, first.y * _MM - size
    deltas = [f"{(b.x - a.x) * _MM:.3f}" for a, b in pairwise(line)]
    runs = [(value, len(list(same))) for value, same in groupby(deltas)]
    delta = " ".join(
        f"g {times} {value}" if times > 2 else " ".join([value] * times) for value, times in runs
    )
    text = escape("".join(letter.text for letter in line))
    return (
        f'<ofd:TextObject ID="{at + 10}" Boundary="{left:.3f} {top:.3f} {WIDTH * _MM:.3f} '
        f'{1.4 * size:.3f}" Font="1" Size="{size:.4f}"><ofd:TextCode X="0" Y="{size:.3f}"'
        f' DeltaX="{delta}">{text}</ofd:TextCode></ofd:TextObject>'
    )
