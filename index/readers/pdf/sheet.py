"""A page of a PDF as PDFium sees it → runs of text, ruling lines, whether to rely on them."""

import ctypes
import math
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from index.layout import Box, Fragment, runs

MAX_GLYPHS, MAX_OBJECTS = 50_000, 20_000
"""The most glyphs and the most graphic objects that are looked at on one page."""
_FINE = 100
"""Parts of a point that a page is measured in."""
_RULE_POINTS = 3.0
_STAMP = 16
"""A scan with fewer glyphs above it has a stamp or a page number, no text."""
_GARBAGE = 0.3
"""Where more of the glyphs than this name no character, the text is useless."""
_PAGE_WIDE = 0.5
_HYPHEN = 0x02
"""What PDFium has for a hyphen that a line's end made."""
_SURROGATES = range(0xD800, 0xE000)
_PRIVATE = ("Co", "Cn", "Cc", "Cs")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page.

    Attributes:
        runs, rules: as `index.layout.Page` has them, in points.
        legible: whether the text is what a reader sees: not where there is none beside images or
            drawings, or next to none on a scan, or where its glyphs name no characters.
    """

    width: float
    height: float
    runs: tuple[Fragment, ...]
    rules: tuple[Box, ...]
    legible: bool


@dataclass(frozen=True, slots=True)
class _View:
    """The page's own coordinates → points from the upper left of the page as it is seen."""

    x: tuple[float, float, float]
    y: tuple[float, float, float]

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        (a, b, e), (c, d, f) = self.x, self.y
        across = (a * left + b * bottom + e, a * right + b * top + e)
        down = (c * left + d * bottom + f, c * right + d * top + f)
        return Box(min(across), min(down), max(across), max(down))

    def turn(self, angle: float) -> int:
        """Quarters by which text at `angle` (radians, as it is set) is seen turned clockwise."""
        seen = math.atan2(
            self.y[0] * math.cos(angle) + self.y[1] * math.sin(angle),
            self.x[0] * math.cos(angle) + self.x[1] * math.sin(angle),
        )
        quarters = seen / (math.pi / 2)
        aslant = abs(quarters - round(quarters)) > _ASLANT
        return _OBLIQUE if aslant else round(quarters) % 4


_OBLIQUE = -1
_ASLANT = 0.06


def sheet(page: PdfPage) -> Sheet:
    """What stands on a page; text that is set aslant (watermarks) is left out.

    Where most of the text is turned by quarters, the page is seen as if it were turned back.
    """
    width, height = page.get_size()
    view = _view(page, width, height)
    text_page = page.get_textpage()
    try:
        glyphs = list(islice(_glyphs(text_page, view), MAX_GLYPHS))
    finally:
        text_page.close()
    whole = Box(0, 0, width, height)
    covered, drawn, rules = _graphics(page, view, whole)
    turn = _usual_turn(glyphs)
    seen = [
        Fragment(text, _turned_back(box, whole, turn))
        for text, box, quarters in glyphs
        if quarters == turn and whole.holds(box)
    ]
    rules = [_turned_back(rule, whole, turn) for rule in rules]
    printed = [text for text, _, _ in glyphs if not text.isspace()]
    return Sheet(
        *((height, width) if turn % 2 else (width, height)),
        runs=tuple(run for run in runs(seen, rules) if run.text.strip()),
        rules=tuple(rules),
        legible=_is_legible(printed, covered) or not drawn,
    )


def _view(page: PdfPage, width: float, height: float) -> _View:
    """Measured at three points, so that rotation and crop of the page are in it."""
    size = max(1, round(width * _FINE)), max(1, round(height * _FINE))
    x, y = ctypes.c_int(), ctypes.c_int()

    def seen(across: float, down: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, across, down, x, y)
        return x.value / _FINE, y.value / _FINE

    origin, right, up = seen(0, 0), seen(1000, 0), seen(0, 1000)
    by_x, by_y = (
        ((right[i] - origin[i]) / 1000, (up[i] - origin[i]) / 1000, origin[i]) for i in (0, 1)
    )
    return _View(by_x, by_y)


def _glyphs(text_page: PdfTextPage, view: _View) -> Iterator[tuple[str, Box, int]]:
    """Character, box and turn of every glyph; blanks that PDFium guessed are left out."""
    rect = pdfium.FS_RECTF()
    for at in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, at)
        if pdfium.FPDFText_IsGenerated(text_page, at) == 1 and code != _HYPHEN:
            continue
        pdfium.FPDFText_GetLooseCharBox(text_page, at, rect)
        box = view.box(rect.left, rect.bottom, rect.right, rect.top)
        yield _character(code), box, view.turn(pdfium.FPDFText_GetCharAngle(text_page, at))


def _character(code: int) -> str:
    if code == _HYPHEN:
        return "-"
    return chr(code) if 0 < code <= sys.maxunicode and code not in _SURROGATES else "\ufffd"


def _is_legible(printed: list[str], covered: float) -> bool:
    """Judged by the glyphs of a page and by the share of it that an image covers."""
    named = sum(_is_named(text) for text in printed)
    stamped = named < _STAMP and covered > _PAGE_WIDE
    return named > 0 and not stamped and named >= (1 - _GARBAGE) * len(printed)


def _is_named(text: str) -> bool:
    return text != "\ufffd" and unicodedata.category(text) not in _PRIVATE


def _usual_turn(glyphs: list[tuple[str, Box, int]]) -> int:
    turns = Counter(turn for _, _, turn in glyphs if turn != _OBLIQUE)
    return turns.most_common(1)[0][0] if turns else 0


def _turned_back(box: Box, whole: Box, turn: int) -> Box:
    """The box on the page turned back by as many quarters."""
    width, height = whole.width, whole.height
    for _ in range(turn):
        box = Box(box.top, width - box.right, box.bottom, width - box.left)
        width, height = height, width
    return box


def _graphics(page: PdfPage, view: _View, whole: Box) -> tuple[float, bool, list[Box]]:
    """The share of the page under its largest image, whether anything is drawn, and the rules."""
    drawn = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)
    covered, is_drawn, rules = 0.0, False, []
    for item in islice(page.get_objects(filter=drawn), MAX_OBJECTS):
        is_drawn = True
        box = view.box(*item.get_bounds())
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            covered = max(covered, box.width * box.height / max(whole.width * whole.height, 1))
        elif min(box.width, box.height) <= _RULE_POINTS < max(box.width, box.height):
            rules.append(box)
    return covered, is_drawn, rules
