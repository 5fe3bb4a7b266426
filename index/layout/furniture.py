"""What stands around the text of pages: running headers and footers, page numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from index.layout.page import Box, Fragment, Page

_ZONE = 0.12
"""The share of a page, at its top and at its foot, where headers and footers stand."""
_NUMBER = re.compile(
    r"\W*(?:第?\s*[0-9０-９]{1,4}\s*页?|[ivxIVX]{1,5})"
    r"(?:\W*(?:共\s*|of\s*|/\s*)[0-9０-９]{1,4}\s*页?)?\W*$"
)
_NEAR = 2
"""Left and right pages may have headers of their own."""
_SAME_HEIGHT = 0.012
_SHORT, _SIMILAR = 5, 0.8
_DIGITS = re.compile(r"[\d\s]+")


def without_furniture(pages: Sequence[Page], tables: Sequence[Sequence[Box]]) -> Iterator[Page]:
    """The pages without what comes again at the same height of a page nearby, or numbers the page.

    `tables` are those of each page: what stands in a table is never furniture.
    """
    marginal = [
        [run for run in page.runs if _in_margin(page, run.box) and not _in_any(run, boxes)]
        for page, boxes in zip(pages, tables, strict=True)
    ]
    for at, (page, runs) in enumerate(zip(pages, marginal, strict=True)):
        near = [
            (pages[other], run)
            for other in range(max(at - _NEAR, 0), min(at + _NEAR + 1, len(pages)))
            if other != at
            for run in marginal[other]
        ]
        outer = list(_outermost(page))
        going = {
            id(run)
            for run in runs
            if any(_is_alike(page, run, *other) for other in near)
            or (run in outer and _NUMBER.match(run.text))
        }
        yield replace(page, runs=tuple(run for run in page.runs if id(run) not in going))


def _in_margin(page: Page, box: Box) -> bool:
    return not _ZONE * page.height < box.middle < (1 - _ZONE) * page.height


def _in_any(run: Fragment, tables: Sequence[Box]) -> bool:
    return any(table.holds(run.box) for table in tables)


def _is_alike(page: Page, run: Fragment, other: Page, its: Fragment) -> bool:
    """The same words, but for digits and what an OCR mistook, at the same height."""
    if abs(run.box.middle / page.height - its.box.middle / other.height) > _SAME_HEIGHT:
        return False
    words, others = _DIGITS.sub("", run.text), _DIGITS.sub("", its.text)
    if words == others or abs(len(words) - len(others)) > 1:
        return words == others
    return len(words) > _SHORT and SequenceMatcher(None, words, others).ratio() > _SIMILAR


def _outermost(page: Page) -> Iterator[Fragment]:
    """What stands on the first and on the last line of the page."""
    if not page.runs:
        return
    highest = min(page.runs, key=lambda run: run.box.middle)
    lowest = max(page.runs, key=lambda run: run.box.middle)
    for run in page.runs:
        if run.box.is_beside(highest.box) or run.box.is_beside(lowest.box):
            yield run
