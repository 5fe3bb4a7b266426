"""Styles: what a paragraph or a run inherits (ECMA-376 part 1, 17.7)."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

_UNSHADED = (None, "", "auto", "FFFFFF", "ffffff")
_DEEPEST = 6
_TINY = 4
"""Half-points: nobody reads a type of two points."""


def value(element: Element, path: str) -> str | None:
    """The attribute w:val of a descendant, given as `w:pPr/w:outlineLvl`; None if it is not there.

    An element without the attribute says "1": <w:vanish/> is on.
    """
    found = element.find("/".join(qn(step) for step in path.split("/")))
    return None if found is None else found.get(qn("w:val"), "1")


class Styles:
    """The styles of a document, by id."""

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else root.findall(qn("w:style"))
        self._styles = {style.get(qn("w:styleId")): style for style in found}
        self._default = next(
            (
                style.get(qn("w:styleId"))
                for style in found
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) == "1"
            ),
            None,
        )

    def of_paragraph(self, paragraph: Element) -> Iterator[Element]:
        """Where to look for a property of a paragraph, the nearest first."""
        yield paragraph
        yield from self._chain(value(paragraph, "w:pPr/w:pStyle") or self._default)

    def of_run(self, run: Element, paragraph: Element) -> Iterator[Element]:
        """Where to look for a property of a run, the nearest first."""
        yield run
        yield from self._chain(value(run, "w:rPr/w:rStyle"))
        yield from self._chain(value(paragraph, "w:pPr/w:pStyle") or self._default)

    def level(self, paragraph: Element) -> int:
        """Heading level, 1 to 6; 0 for body text. Without an outline level, a title says so."""
        for place in self.of_paragraph(paragraph):
            if (outline := value(place, "w:pPr/w:outlineLvl")) is not None:
                # 9 is body text.
                level = int(outline) + 1 if outline.isdigit() else 0
                return level if level <= _DEEPEST else 0
            if (value(place, "w:name") or "").lower() == "title":
                return 1
        return 0

    def is_hidden(self, run: Element, paragraph: Element) -> bool:
        """Whether nobody can read a run: hidden by Word's own word for it, or tiny."""
        places = list(self.of_run(run, paragraph))
        vanish = _first(places, "w:rPr/w:vanish")
        size = _first(places, "w:rPr/w:sz") or ""
        return vanish not in (None, "0", "false", "off") or (size.isdigit() and int(size) <= _TINY)

    def is_white(self, run: Element, paragraph: Element) -> bool:
        """Whether a run is white, with no colour below it that a paragraph or its cell gives."""
        places = list(self.of_run(run, paragraph))
        if (_first(places, "w:rPr/w:color") or "").upper() != "FFFFFF":
            return False
        if _first(places, "w:rPr/w:highlight") not in (None, "none", "white"):
            return False
        cell = next(paragraph.iterancestors(qn("w:tc")), None)
        shaded = [place.find(f".//{qn('w:shd')}") for place in (*places, paragraph)]
        shaded.append(None if cell is None else cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}"))
        return all(shade is None or shade.get(qn("w:fill")) in _UNSHADED for shade in shaded)

    def _chain(self, style_id: str | None) -> Iterator[Element]:
        seen = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style
            style_id = value(style, "w:basedOn")


def _first(places: list[Element], path: str) -> str | None:
    return next((found for place in places if (found := value(place, path)) is not None), None)
