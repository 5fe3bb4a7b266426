"""Automatic numbers: they stand in no run, but in the document's numbering (ECMA-376, 17.9)."""

import re
from collections import defaultdict
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from index.readers.docx.numerals import written
from index.readers.docx.styles import Styles, value

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_CLOSED = re.compile(r"[、，．.。:：)）〕】》]$")
"""What a number ends with where no blank need follow it."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering, as declared.

    Attributes:
        text: with %1 for the number of the first level, %2 of the second…
        form: name of the way to write a number, `w:numFmt`.
        restart: counted anew after a number of this level, from 1, or a higher one; 0 for never.
        style: id of the paragraph style that stands for the level.
        plain: whether all numbers in `text` are written in Arabic numerals.
    """

    text: str
    form: str
    start: int
    restart: int
    style: str
    plain: bool


class Numbering:
    """Counts along while the paragraphs of a document go by."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._root = root
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        self._abstracts = _by_id(root, "w:abstractNum", "w:abstractNumId")
        self._numbers = _by_id(root, "w:num", "w:numId")

    def next(self, paragraph: Element) -> str:
        """The number that Word shows before this paragraph, with a blank where one is needed."""
        number_id, level = self._number_of(paragraph)
        if number_id not in self._numbers:
            return ""
        abstract, levels = self._levels(number_id)
        if level not in levels:
            return ""
        self._count(abstract, number_id, levels, level)
        shown = self._shown(abstract, levels, level)
        return shown if not shown or _CLOSED.search(shown) else f"{shown} "

    def _number_of(self, paragraph: Element) -> tuple[str, int]:
        """Numbering and level of a paragraph, its own or that of its style."""
        number_id = depth = None
        named = ""
        for place in self._styles.of_paragraph(paragraph):
            depth = depth or value(place, "w:pPr/w:numPr/w:ilvl")
            number_id = value(place, "w:pPr/w:numPr/w:numId")
            named = place.get(qn("w:styleId"), "")
            if number_id is not None:
                break
        if depth is None and named and number_id in self._numbers:
            levels = self._levels(number_id)[1]
            depth = next((str(at) for at, level in levels.items() if level.style == named), None)
        return number_id or "", int(depth) if depth and depth.isdigit() else 0

    def _levels(self, number_id: str) -> tuple[str, dict[int, Level]]:
        """Which counters a numbering shares, and its levels."""
        number = self._numbers[number_id]
        abstract = value(number, "w:abstractNumId") or ""
        abstract = self._linked(abstract)
        declared = self._abstracts.get(abstract)
        elements = [] if declared is None else declared.findall(qn("w:lvl"))
        overrides = number.findall(qn("w:lvlOverride"))
        elements += [level for over in overrides for level in over.findall(qn("w:lvl"))]
        return abstract, {_depth(element): _level(element) for element in elements}

    def _linked(self, abstract: str) -> str:
        """The numbering that a list style declares, where this one merely names the style."""
        declared = self._abstracts.get(abstract)
        link = None if declared is None else value(declared, "w:numStyleLink")
        if link is None:
            return abstract
        styled = {value(each, "w:styleLink"): key for key, each in self._abstracts.items()}
        return styled.get(link, abstract)

    def _count(self, abstract: str, number_id: str, levels: dict[int, Level], level: int) -> None:
        counts = self._counts[abstract]
        start = self._restarted(number_id, level)
        if start is not None:
            counts[level] = start
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = levels[level].start
        for above in range(level):
            if above in levels:
                counts.setdefault(above, levels[above].start)
        for below in [at for at in counts if at > level]:
            restart = levels[below].restart if below in levels else below
            if level < restart:
                del counts[below]

    def _restarted(self, number_id: str, level: int) -> int | None:
        """Where a numbering of its own begins to count anew, once."""
        if (number_id, level) in self._begun:
            return None
        self._begun.add((number_id, level))
        for override in self._numbers[number_id].findall(qn("w:lvlOverride")):
            if _depth(override) == level and (start := value(override, "w:startOverride")):
                return int(start) if start.isdigit() else None
        return None

    def _shown(self, abstract: str, levels: dict[int, Level], level: int) -> str:
        counts, declared = self._counts[abstract], levels[level]
        if declared.form == "bullet":
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            form = "decimal" if declared.plain or at not in levels else levels[at].form
            return written(counts.get(at, 0), form)

        return _PLACEHOLDER.sub(number, declared.text).strip()


def _by_id(root: Element | None, tag: str, attribute: str) -> dict[str, Element]:
    found = [] if root is None else root.findall(qn(tag))
    return {element.get(qn(attribute)): element for element in found}


def _depth(element: Element) -> int:
    depth = element.get(qn("w:ilvl"), "")
    return int(depth) if depth.isdigit() else _LEVELS


def _level(element: Element) -> Level:
    restart, start = value(element, "w:lvlRestart"), value(element, "w:start") or ""
    return Level(
        text=(value(element, "w:lvlText") or "").replace("\x00", ""),
        form=value(element, "w:numFmt") or "decimal",
        start=int(start) if start.isdigit() else 0,
        restart=int(restart) if restart and restart.isdigit() else _depth(element),
        style=value(element, "w:pStyle") or "",
        plain=value(element, "w:isLgl") not in (None, "0", "false"),
    )
