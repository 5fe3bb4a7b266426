"""Rows → paragraphs: which line goes on with the one before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.layout.page import Page
from index.layout.rows import Row
from index.matter import NUMBER as DOCUMENT_NUMBER
from index.numbering import read as read_number

_TALLER = 1.25
"""Of two heights: lines that differ more are of different paragraphs."""
_WIDER = 1.2
"""Of two columns: a paragraph that goes on in the next finds it as wide as its own."""
_NARROWEST = 11
"""In characters: no column of prose is narrower."""
_INDENT, _ALIKE = 0.8, 0.5
_SLACK = 0.8
"""In characters: what a line may lack of its column although no more would have gone into it."""
_APART = 1.6
"""Times the usual distance of lines: paragraphs stand that far apart."""
_LARGE = 1.15
"""Times the usual height: the lines of a title."""
_DEEP = 4.0
"""What is set so far from the edge of its column is no paragraph of prose: a signature, a date."""
_ENDS = re.compile(r"[。；：！？;:!?][”’）)」』》]*$")
_TOKEN = re.compile(r"[\x21-\x7e]+|[“‘（《〈「『〔【]?.[，。；：、！？”’）》〉」』〕】]*")
_LETTER_END, _LETTER = re.compile(r"[A-Za-z,;]$"), re.compile(r"[A-Za-z]")
_HYPHEN_END = re.compile(r"(?<=[a-z])[-\u00ad\u2010\x02]$")


@dataclass(frozen=True, slots=True)
class Set:
    """A row where it is set: its page, and the edges of its column.

    Attributes:
        distance: usual from the top of one line of the column to that of the next.
    """

    row: Row
    page: Page
    left: float
    right: float
    distance: float
    column: int

    @property
    def em(self) -> float:
        """The height of a character; a file may say 0."""
        return max(self.row.box.height, self.page.height / 1000)

    @property
    def indent(self) -> float:
        """From the column's edge, in characters."""
        return (self.row.box.left - self.left) / self.em

    @property
    def centred(self) -> bool:
        """As far from the left edge of its column as from the right."""
        before, after = self.row.box.left - self.left, self.right - self.row.box.right
        return abs(before - after) < 1.2 * self.em


def paragraphs(rows: Sequence[Set], body: float) -> Iterator[list[Set]]:
    """Rows in reading order → the rows of each paragraph.

    `body` is the usual height of a line, as a share of its page.
    """
    paragraph: list[Set] = []
    for row in rows:
        if paragraph and not _goes_on(paragraph[-1], row, body):
            yield paragraph
            paragraph = []
        paragraph.append(row)
    if paragraph:
        yield paragraph


def _goes_on(before: Set, row: Set, body: float) -> bool:
    if _stands_alone(before.row) or _stands_alone(row.row) or _apart(before, row):
        return False
    if before.centred and row.centred and row.indent > 1:
        return before.em / before.page.height > _LARGE * body
    if before.indent > _DEEP or not _is_full(before, row):
        return False
    ended = _ENDS.search(before.row.text) is not None
    if read_number(row.row.text) and (ended or row.indent > _INDENT):
        return False
    if before.column == row.column and abs(row.indent - before.indent) < _ALIKE:
        return not ended or row.indent <= _INDENT
    return row.indent <= _INDENT


def _stands_alone(row: Row) -> bool:
    return row.tabular or DOCUMENT_NUMBER.match(row.text) is not None


def _apart(before: Set, row: Set) -> bool:
    """Of another size, in a column of another width, or further down than the next line."""
    heights = before.em / before.page.height, row.em / row.page.height
    if max(heights) > _TALLER * min(heights):
        return True
    if before.column != row.column:
        widths = before.right - before.left, row.right - row.left
        return max(widths) > _WIDER * min(widths)
    return row.row.box.bottom - before.row.box.bottom > _APART * before.distance


def _is_full(before: Set, row: Set) -> bool:
    """Whether what the next line begins with would not have gone onto this one."""
    room = (before.right - before.row.box.right) / before.em
    match = _TOKEN.match(row.row.text)
    token = match.group() if match else ""
    width = sum(0.5 if letter.isascii() else 1.0 for letter in token)
    return room < width + _SLACK


def joined(rows: Sequence[Row]) -> str:
    """The text of a paragraph: a word broken at a line's end is whole again."""
    text = rows[0].text
    for row in rows[1:]:
        if _HYPHEN_END.search(text) and row.text[:1].islower():
            text = text[:-1]
        elif _LETTER_END.search(text) and _LETTER.match(row.text):
            text += " "
        text += row.text
    return text


def column_edges(rows: Sequence[Row]) -> tuple[float, float]:
    """Left and right edge of a column."""
    return min(row.box.left for row in rows), max(row.box.right for row in rows)


def shows_edges(rows: Sequence[Row], edges: tuple[float, float]) -> bool:
    """Whether lines go from one edge to the other, as in prose: a block of signatures has none."""
    left, right = edges
    if right - left < _NARROWEST * median(row.box.height for row in rows):
        return False
    full = sum(
        row.box.left - left < 2.5 * row.box.height and right - row.box.right < 1.5 * row.box.height
        for row in rows
    )
    return full >= max(2, len(rows) / 4)


def line_distance(rows: Sequence[Row]) -> float:
    """Usual from one line of a column to the next."""
    feet = [row.box.bottom for row in rows if not row.tabular]
    steps = [b - a for a, b in pairwise(feet) if b > a]
    return median(steps) if steps else 1.5 * rows[0].box.height
