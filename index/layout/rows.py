"""Runs → rows: what stands on one line of a column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.layout.page import Box, Fragment, around

_WIDE = 1.2
"""A gap of so many characters is kept, as one wide blank."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a column.

    Attributes:
        tabular: a row of a table, complete in itself.
    """

    text: str
    box: Box
    tabular: bool = False


def rows(runs: Sequence[Fragment]) -> Iterator[Row]:
    """The lines of one column from above to below, each from left to right."""
    lines: list[list[Fragment]] = []
    for run in sorted(runs, key=lambda run: run.box.middle):
        line = next((line for line in lines[-2:] if _on_line(line, run)), None)
        if line is None:
            lines.append([run])
        else:
            line.append(run)
    for line in lines:
        line.sort(key=lambda run: run.box.left)
        if text := _text(line):
            yield Row(text, around(run.box for run in line))


def _on_line(line: Sequence[Fragment], run: Fragment) -> bool:
    """Beside what is there, and not above or below any of it."""
    beside = around(one.box for one in line).is_beside(run.box)
    overlaps = any(
        min(one.box.right, run.box.right) - max(one.box.left, run.box.left) > 0.5 * run.box.height
        for one in line
    )
    return beside and not overlaps


def _text(line: Sequence[Fragment]) -> str:
    text = line[0].text
    for before, run in pairwise(line):
        gap = run.box.left - before.box.right
        wide = gap >= _WIDE * run.box.height
        narrow = text[-1:].isascii() and run.text[:1].isascii() and gap > 0.18 * run.box.height
        text += ("\u3000" if wide else " " if narrow else "") + run.text
    return text.strip()
