"""Glyphs → runs: what a format places one by one, put together along its lines."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from index.layout.page import Box, Fragment, around
from index.layout.radicals import unified

_GAP = 1.5
"""A wider gap, in characters, ends a run: it stands between columns or cells."""
_WORD_GAP = 0.18
"""A wider gap between letters separates words."""
_HAN = "\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_PAIR = re.compile(rf"(?=[{_HAN}] ?[{_HAN}])")


def runs(glyphs: Iterable[Fragment], rules: Sequence[Box] = ()) -> tuple[Fragment, ...]:
    """Put glyphs together that follow each other on a line, up to a gap or an upright rule.

    Args:
        glyphs: in the order of the file, line by line; blanks may be among them.
        rules: lines that separate what stands left and right of them.
    """
    upright = [rule for rule in rules if rule.height > rule.width]
    return tuple(_together(run) for line in _lines(glyphs) for run in _divided(line, upright))


def _lines(glyphs: Iterable[Fragment]) -> Iterator[list[Fragment]]:
    """What the file has of one line in succession, from left to right.

    Word processors set what is of another font, such as quotation marks, before the rest.
    """
    line: list[Fragment] = []
    last: Box | None = None
    for glyph in glyphs:
        at = bisect(line, glyph.box.left, key=lambda one: one.box.left)
        if last and not (_joins(last, glyph.box) or _fits(line, at, last, glyph.box)):
            yield line
            line, at = [], 0
        line.insert(at, glyph)
        last = glyph.box
    if line:
        yield line


def _fits(line: Sequence[Fragment], at: int, last: Box, box: Box) -> bool:
    """Whether there is room for a glyph, on the line of the one that the file has before."""
    before = line[at - 1].box.right if at else box.left
    after = line[at].box.left if at < len(line) else box.right
    shared = max(before - box.left, box.right - after)
    return last.is_beside(box) and 2 * shared <= box.width


def _divided(glyphs: Iterable[Fragment], upright: Sequence[Box]) -> Iterator[list[Fragment]]:
    run: list[Fragment] = []
    for glyph in glyphs:
        if run and not _follows(run[-1].box, glyph.box, upright):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(before: Box, box: Box, upright: Sequence[Box]) -> bool:
    em = max(before.height, box.height)
    return _joins(before, box) and not any(
        before.right - 0.3 * em <= rule.left <= box.left + 0.3 * em
        and rule.top <= box.middle <= rule.bottom
        for rule in upright
    )


def _joins(before: Box, box: Box) -> bool:
    em = max(before.height, box.height)
    return before.is_beside(box) and -0.6 * em <= box.left - before.right <= _GAP * em


def _together(run: Sequence[Fragment]) -> Fragment:
    pieces = [run[0].text]
    gaps = [glyph.box.left - before.box.right for before, glyph in pairwise(run)]
    # Justification sets all letters of a line apart alike.
    usual = max(median(gaps), 0.0) if gaps else 0.0
    for (before, glyph), gap in zip(pairwise(run), gaps, strict=True):
        letters = before.text.isascii() and glyph.text.isascii()
        if (
            letters
            and gap - usual > _WORD_GAP * glyph.box.height
            and " " not in before.text + glyph.text
        ):
            pieces.append(" ")
        pieces.append(glyph.text)
    return Fragment(spaced("".join(pieces)), around(glyph.box for glyph in run))


def spaced(text: str) -> str:
    """The text with ideographs for radicals, without the blanks of letter-spacing."""
    text = unified(text)
    blanks = len(_BETWEEN_HAN.findall(text))
    if blanks > 1 and blanks >= 0.6 * len(_PAIR.findall(text)):
        return _BETWEEN_HAN.sub("", text)
    return text
