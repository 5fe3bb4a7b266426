"""Positioned text → Source: what PDF, scans and OFD have in common.

`runs` puts glyphs together, `furniture` takes headers and footers away, `tables` reads grids,
`columns` finds the reading order, `rows` and `paragraphs` make lines whole again.
"""

from collections.abc import Iterator, Sequence
from statistics import median

from index.clause import Line, Place, Source, Span
from index.layout.columns import in_reading_order
from index.layout.furniture import without_furniture
from index.layout.page import Box, Fragment, Page, around
from index.layout.paragraphs import (
    Set,
    column_edges,
    joined,
    line_distance,
    paragraphs,
    shows_edges,
)
from index.layout.rows import Row, rows
from index.layout.runs import runs, spaced
from index.layout.tables import Table, cells, tables

__all__ = ["Box", "Fragment", "Page", "around", "runs", "source", "spaced"]


def source(pages: Sequence[Page]) -> Source:
    """The text of the pages in reading order, a paragraph a line, each with its place."""
    grids = [tables(page) for page in pages]
    boxes = [[table.box for table in found] for found in grids]
    bare = without_furniture(pages, boxes)
    columns = [
        (page, column)
        for page, found in zip(bare, grids, strict=True)
        for column in _columns(page, found)
    ]
    placed = list(_placed(columns))
    heights = [row.em / row.page.height for row in placed if not row.row.tabular]
    body = median(heights) if heights else 0.0
    text = ""
    lines = []
    for paragraph in paragraphs(placed, body):
        start = len(text)
        text += joined([row.row for row in paragraph])
        lines.append(Line(Span(start, len(text)), place=_place(paragraph)))
        text += "\n"
    return Source(text, tuple(lines))


def _columns(page: Page, found: Sequence[Table]) -> Iterator[list[Row]]:
    """The columns of a page from the first to the last, tables where they stand."""
    free = [run for run in page.runs if not any(t.box.holds(run.box) for t in found)]
    blocks = [list(rows(block)) for block in in_reading_order(free)]
    for table in found:
        held = [run for run in page.runs if table.box.holds(run.box)]
        _insert(blocks, list(cells(table, held)), table.box)
    yield from (block for block in blocks if block)


def _insert(blocks: list[list[Row]], table: list[Row], box: Box) -> None:
    """Put a table after the line that it stands below, in the column that it stands in."""
    for block in reversed(blocks):
        if not block:
            continue
        whole = around(row.box for row in block)
        within = whole.left < box.right and box.left < whole.right
        above = [at for at, row in enumerate(block) if row.box.middle < box.top]
        if within and above:
            block[above[-1] + 1 : above[-1] + 1] = table
            return
    blocks.insert(0, table)


def _placed(columns: Sequence[tuple[Page, Sequence[Row]]]) -> Iterator[Set]:
    """The rows with the edges of their columns; where few lines show them, those of one before."""
    known: list[tuple[float, float]] = []
    for number, (page, column) in enumerate(columns):
        edges = column_edges(column)
        if shows_edges(column, edges):
            known.append(edges)
        else:
            em = median(row.box.height for row in column)
            wider = (e for e in reversed(known) if e[0] - em <= edges[0] and edges[1] <= e[1] + em)
            # Else margins are as wide on the right as on the left.
            edges = next(wider, (edges[0], max(edges[1], page.width - edges[0])))
        distance = line_distance(column)
        for row in column:
            yield Set(row, page, *edges, distance, number)


def _place(paragraph: Sequence[Set]) -> Place:
    """The page on which a paragraph begins, and what stands of it in its column there."""
    first = paragraph[0]
    box = around(row.row.box for row in paragraph if row.column == first.column)
    page = first.page
    fractions = (
        box.left / page.width,
        box.top / page.height,
        box.right / page.width,
        box.bottom / page.height,
    )
    left, top, right, bottom = (round(min(max(value, 0.0), 1.0), 4) for value in fractions)
    return Place(page=page.number, box=(left, top, right, bottom))
