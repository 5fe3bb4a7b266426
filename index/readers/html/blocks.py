"""Elements → the lines that a browser shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    *("address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt"),
    *("fieldset", "figure", "figcaption", "hr", "html", "li", "main", "ol", "p", "pre"),
    *("section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", *_HEADINGS),
}
_CELLS = ("td", "th")
_LINES = 12
"""Lines that a cell of data may have."""


@dataclass(frozen=True, slots=True)
class Block:
    """A line; level as in `index.clause.Line`."""

    text: str
    level: int = 0


def blocks(root: HtmlElement) -> Iterator[Block]:
    """The lines below an element, rows of tables as Markdown writes them."""
    pieces: list[str] = []
    yield from _walk(root, pieces, 0)
    yield from _flush(pieces, 0)


def _walk(element: HtmlElement, pieces: list[str], level: int) -> Iterator[Block]:
    pieces.append(element.text or "")
    for child in element:
        if not isinstance(child.tag, str):
            pass
        elif child.tag == "br":
            yield from _flush(pieces, level)
        elif child.tag == "table" and _is_data(child):
            yield from _flush(pieces, level)
            yield from _rows(child)
        elif child.tag in _BLOCKS:
            yield from _flush(pieces, level)
            pieces.append(_number(child))
            inner = _HEADINGS.get(child.tag, level)
            yield from _walk(child, pieces, inner)
            yield from _flush(pieces, inner)
        else:
            yield from _walk(child, pieces, level)
        pieces.append(child.tail or "")


def _flush(pieces: list[str], level: int) -> Iterator[Block]:
    text = " ".join("".join(pieces).split())
    pieces.clear()
    if text:
        yield Block(text, level)


def _is_data(table: HtmlElement) -> bool:
    """Whether a table holds data: several cells side by side, none with a page in it."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    widest = max((len(list(row.iterchildren(*_CELLS))) for row in table.iter("tr")), default=0)
    paragraphs = max((len(list(cell.iter("p"))) for cell in table.iter(*_CELLS)), default=0)
    breaks = max((len(list(cell.iter("br"))) for cell in table.iter(*_CELLS)), default=0)
    return widest > 1 and max(paragraphs, breaks) <= _LINES


def _rows(table: HtmlElement) -> Iterator[Block]:
    for row in table.iter("tr", "caption"):
        if row.tag == "caption":
            yield from blocks(row)
            continue
        cells = [" ".join(b.text for b in blocks(cell)) for cell in row.iterchildren(*_CELLS)]
        if any(cells):
            yield Block(f"| {' | '.join(cells)} |")


def _number(element: HtmlElement) -> str:
    """What a browser puts before an item of a numbered list."""
    parent = element.getparent()
    if element.tag != "li" or parent is None or parent.tag != "ol":
        return ""
    start = parent.get("start", "1")
    at = len(list(element.itersiblings("li", preceding=True)))
    return f"{(int(start) if start.isascii() and start.isdigit() else 1) + at}."
