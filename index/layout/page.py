"""What a page holds: pieces of text and ruling lines, each with its box."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the units of its page (points, pixels, millimetres), from its upper left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half-way from top to bottom."""
        return (self.top + self.bottom) / 2

    def is_beside(self, other: "Box") -> bool:
        """Whether they stand side by side at half the lower of both heights at least."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return 2 * shared >= min(self.height, other.height)

    def holds(self, other: "Box") -> bool:
        """Whether the centre of `other` lies inside."""
        centre = (other.left + other.right) / 2
        return self.left <= centre <= self.right and self.top <= other.middle <= self.bottom


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of them; there is at least one."""
    every = list(boxes)
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )


@dataclass(frozen=True, slots=True)
class Fragment:
    """Text that stands on one line, with its box: a glyph, a run of glyphs, what an OCR found."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a reader finds it.

    Attributes:
        number: counted from 1.
        runs: pieces of lines, in any order; one holds no gap of more than two characters.
        rules: ruling lines, as thin boxes: the grids of tables.
    """

    number: int
    width: float
    height: float
    runs: tuple[Fragment, ...]
    rules: tuple[Box, ...] = field(default=())
