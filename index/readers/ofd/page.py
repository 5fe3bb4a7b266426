"""What stands on a page of an OFD: text, lines and images, in millimetres."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice

from lxml import etree

from index.layout import Box, Fragment, runs

MAX_OBJECTS, MAX_GLYPHS = 20_000, 50_000
"""The most objects and the most glyphs that are looked at on one page."""
_FARTHEST = 1_000_000
_RULE = 1.0
"""What is thinner is a line."""
_ASCENT = 0.86
"""Of a character's height, the part above its base line."""
_PATH = re.compile(r"([MLC])((?:\s+-?[\d.]+)*)|([SBQA])[\s\d.-]*")
_Matrix = tuple[float, float, float, float, float, float]
_UNCHANGED: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Content:
    """One page, or one template.

    Attributes:
        images: place, and id of the resource.
        templates: ids of those that belong to the page.
    """

    runs: tuple[Fragment, ...]
    rules: tuple[Box, ...]
    images: tuple[tuple[Box, str], ...]
    templates: tuple[str, ...] = ()


def content(page: etree._Element) -> Content:
    """What is on a page, in the order in which it is drawn."""
    rules: list[Box] = []
    images: list[tuple[Box, str]] = []
    glyphs: list[Fragment] = []
    for item in islice(page.iterfind("{*}Content/{*}Layer//{*}*"), MAX_OBJECTS):
        kind = etree.QName(item).localname
        if item.get("Visible") == "false":
            continue
        if kind == "TextObject" and len(glyphs) < MAX_GLYPHS:
            glyphs += _glyphs(item)
        elif kind == "PathObject":
            rules += _rules(item)
        elif kind == "ImageObject" and (place := box(item.get("Boundary"))):
            images.append((place, item.get("ResourceID", "")))
    templates = tuple(each.get("TemplateID", "") for each in page.iterfind("{*}Template"))
    return Content(runs(glyphs, rules), tuple(rules), tuple(images), templates)


def box(text: str | None) -> Box | None:
    """A rectangle (ST_Box: left, top, width, height) of some size; None if it is none."""
    match _numbers(text):
        case [left, top, width, height] if min(width, height) > 0:
            return Box(left, top, left + width, top + height)
    return None


def _numbers(text: str | None) -> list[float]:
    """Numbers between blanks; none where one of them is not."""
    try:
        numbers = [float(part) for part in (text or "").split()]
    except ValueError:
        return []
    return numbers if all(abs(number) < _FARTHEST for number in numbers) else []


def _matrix(item: etree._Element) -> _Matrix:
    """From the object's own coordinates to those of the page."""
    numbers = _numbers(item.get("CTM"))
    a, b, c, d, e, f = numbers if len(numbers) == len(_UNCHANGED) else _UNCHANGED
    left, top, *_ = [*_numbers(item.get("Boundary")), 0.0, 0.0]
    return a, b, c, d, e + left, f + top


def _seen(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _glyphs(item: etree._Element) -> Iterator[Fragment]:
    """The characters of a text object; what is set aslant (watermarks) is left out."""
    matrix = _matrix(item)
    size = next(iter(_numbers(item.get("Size"))), 0.0)
    aslant = abs(matrix[1]) > 0.1 * abs(matrix[0])
    if aslant or size <= 0 or item.get("ReadDirection", "0") != "0":
        return
    wide = size * next(iter(_numbers(item.get("HScale"))), 1.0)
    x = y = 0.0
    for code in item.iterfind("{*}TextCode"):
        text = (code.text or "")[:MAX_GLYPHS]
        x = next(iter(_numbers(code.get("X"))), x)
        y = next(iter(_numbers(code.get("Y"))), y)
        widths = [wide * (0.5 if letter.isascii() else 1.0) for letter in text]
        steps = _deltas(code.get("DeltaX"), len(text) - 1)
        across = accumulate([x, *steps, *widths[len(steps) :]])
        down = accumulate([y, *_deltas(code.get("DeltaY"), len(text) - 1), *[0.0] * len(text)])
        places = zip(across, down, strict=False)
        for letter, width, (left, foot) in zip(text, widths, places, strict=False):
            upper_left = _seen(matrix, left, foot - _ASCENT * size)
            lower_right = _seen(matrix, left + width, foot + (1 - _ASCENT) * size)
            if upper_left[0] < lower_right[0] and upper_left[1] < lower_right[1]:
                yield Fragment(letter, Box(*upper_left, *lower_right))


def _deltas(text: str | None, most: int) -> list[float]:
    """Steps from one character to the next; "g 3 5.6" is 5.6 three times."""
    deltas: list[float] = []
    parts = iter((text or "").split())
    try:
        for part in parts:
            if part == "g":
                times, step = int(next(parts)), float(next(parts))
                deltas += [step] * min(max(times, 0), most - len(deltas))
            else:
                deltas.append(float(part))
    except (StopIteration, ValueError):
        return deltas
    return deltas[: max(most, 0)]


def _rules(item: etree._Element) -> Iterator[Box]:
    """The lines that a path draws level or upright."""
    matrix = _matrix(item)
    last = (0.0, 0.0)
    for command, numbers, _ in _PATH.findall(item.findtext("{*}AbbreviatedData") or ""):
        match _numbers(numbers):
            case [x, y] if command in ("M", "L"):
                here = _seen(matrix, x, y)
            case _:
                continue
        if command == "L":
            (left, right), (top, bottom) = (sorted(pair) for pair in zip(last, here, strict=True))
            if min(right - left, bottom - top) < _RULE < max(right - left, bottom - top):
                yield Box(left, top, right, bottom)
        last = here
