"""The reading order of a page: columns and what spans them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.layout.page import Box, Fragment, around

_FEWEST_LINES = 4
"""Fewer lines than these beside a gap are no column."""
_NARROWEST = 0.25
"""Of the width of both: what is narrower is a list of numbers or a margin note, no column."""
_SPANNING = 0.34
"""Where more of the text than this crosses a gap, it is none."""


def in_reading_order(runs: Sequence[Fragment]) -> Iterator[list[Fragment]]:
    """Blocks of one column each, in the order in which they are read."""
    if not runs:
        return
    gutter = _gutter(runs)
    if gutter is None:
        yield sorted(runs, key=lambda run: (run.box.top, run.box.left))
        return
    left: list[Fragment] = []
    right: list[Fragment] = []
    spanning: list[Fragment] = []
    for run in sorted(runs, key=lambda run: run.box.top):
        crosses = run.box.left < gutter < run.box.right
        if crosses and (left or right):
            yield from _beside(left, right, spanning)
            left, right, spanning = [], [], []
        side = spanning if crosses else left if run.box.right <= gutter else right
        side.append(run)
    yield from _beside(left, right, spanning)


def _beside(
    left: Sequence[Fragment], right: Sequence[Fragment], above: list[Fragment]
) -> Iterator[list[Fragment]]:
    if above:
        yield above
    yield from in_reading_order(left)
    yield from in_reading_order(right)


def _gutter(runs: Sequence[Fragment]) -> float | None:
    """Where an upright gap divides the lines into two columns of prose; the widest such gap."""
    whole = around(run.box for run in runs)
    em = sorted(run.box.height for run in runs)[len(runs) // 2]
    found = [
        (gap, x)
        for x, gap in _gaps([run.box for run in runs], em)
        if _divides([run.box for run in runs], x, whole, em)
    ]
    return max(found)[1] if found else None


def _gaps(boxes: Sequence[Box], em: float) -> Iterator[tuple[float, float]]:
    """Middles and widths of the gaps between a right edge and the left edge that comes next."""
    edges = sorted({(box.right, 1) for box in boxes} | {(box.left, 0) for box in boxes})
    for (right, is_right), (left, follows) in pairwise(edges):
        if is_right and not follows and left - right >= 0.8 * em:
            yield (left + right) / 2, left - right


def _divides(boxes: Sequence[Box], x: float, whole: Box, em: float) -> bool:
    left = [box for box in boxes if box.right <= x]
    right = [box for box in boxes if box.left >= x]
    if len(boxes) - len(left) - len(right) > _SPANNING * len(boxes):
        return False
    if min(len(left), len(right)) < _FEWEST_LINES:
        return False
    columns = around(left), around(right)
    if min(column.width for column in columns) < _NARROWEST * whole.width:
        return False
    full = sum(box.right > columns[0].right - 2.2 * em for box in left)
    begun = sum(box.left < columns[1].left + 2.6 * em for box in right)
    return full >= len(left) / 2 and begun >= len(right) / 2
