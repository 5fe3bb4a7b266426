"""Ruling lines → grids → rows of cells."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.layout.page import Box, Fragment, Page, around
from index.layout.rows import Row, rows

_FEWEST_LINES = 3
"""Upright and level ones of a grid: a box alone is a frame around prose."""
_THIN = 3.0
"""A rule is as thin as this many thousandths of the page's height, or thinner than long."""


@dataclass(frozen=True, slots=True)
class Table:
    """A grid: the places of its upright and level lines, in order."""

    box: Box
    rights: tuple[float, ...]
    levels: tuple[float, ...]


def tables(page: Page) -> list[Table]:
    """The grids of at least two columns and two rows that the page's rules make."""
    found = []
    for group in _touching(page.rules, 0.004 * page.height):
        upright = _places([rule.left for rule in group if rule.height >= rule.width], page)
        level = _places([rule.top for rule in group if rule.width > rule.height], page)
        if min(len(upright), len(level)) >= _FEWEST_LINES:
            found.append(Table(around(group), tuple(upright), tuple(level)))
    return found


def _touching(rules: Sequence[Box], slack: float) -> list[list[Box]]:
    """Rules in groups that hang together."""
    groups: list[list[Box]] = []
    for rule in rules:
        joined = [rule]
        apart = []
        for group in groups:
            if any(_touch(rule, other, slack) for other in group):
                joined += group
            else:
                apart.append(group)
        groups = [*apart, joined]
    return groups


def _touch(a: Box, b: Box, slack: float) -> bool:
    return (
        a.left - slack <= b.right
        and b.left - slack <= a.right
        and a.top - slack <= b.bottom
        and b.top - slack <= a.bottom
    )


def _places(values: Sequence[float], page: Page) -> list[float]:
    """The values in order, one for those that lie together."""
    apart = _THIN / 1000 * page.height
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > apart:
            places.append(value)
    return places


def cells(table: Table, runs: Sequence[Fragment]) -> Iterator[Row]:
    """The rows of a table as one line each: | 名称 | 数量 |."""
    grid: dict[tuple[int, int], list[Fragment]] = {}
    for run in runs:
        at = bisect_right(table.levels, run.box.middle)
        across = bisect_right(table.rights, (run.box.left + run.box.right) / 2)
        grid.setdefault((at, across), []).append(run)
    for level in sorted({at for at, _ in grid}):
        texts = []
        for across in range(1, len(table.rights)):
            held = grid.get((level, across), [])
            texts.append("".join(row.text for row in rows(held)))
        held = [run for (at, _), runs_ in grid.items() if at == level for run in runs_]
        yield Row(f"| {' | '.join(texts)} |", around(run.box for run in held), tabular=True)
