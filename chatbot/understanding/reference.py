"""A clause reference in any spelling → the clauses it names.

Read are 第十三条, 第13条, 第五条第二款第（三）项, 四（六）14, 四、（六）14, 五、（二）,
第四部分第（六）项第14条, 第五部分第三项, （五）丰富应用场景, and ranges such as 第1条到第3条.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.clause import Clause, Kind
from index.numerals import parse as parse_numeral

_NUM = r"[0-9０-９〇零一二两三四五六七八九十百千]{1,7}"
_TO = r"\s*(?:到|至|—|－|-|~|～)\s*"
_UNIT = "分编|编|章|节|条|款|项|目|大?部分|段|点"
_NAMED = rf"第\s*[（(]?\s*{_NUM}(?:{_TO}{_NUM})?\s*[)）]?\s*(?:{_UNIT})(?:之{_NUM})?"
_PAREN = rf"[（(]\s*{_NUM}\s*[)）]"
_LEVEL1 = r"(?<![\u4e00-\u9fff])[一二三四五六七八九十]{1,3}(?:、|(?=[（(]))"
# A bare number counts only right after another step, and not as "12个" or "2025年".
_BARE = r"\d{1,3}(?![\d年月日号个项家亿万%％])[.．、]?"
_CHAIN = re.compile(rf"(?:{_NAMED}|{_LEVEL1}|{_PAREN})(?:[\s的.]*(?:{_NAMED}|{_PAREN}|{_BARE}))*")
_STEP = re.compile(
    rf"(?P<named>{_NAMED})|(?P<paren>{_PAREN})|(?P<level1>{_LEVEL1})|(?P<bare>{_BARE})"
)
_RANGE = re.compile(rf"{_TO}第?\s*[（(]?({_NUM})")
_REST = re.compile(r"[\s，。？?！!]|原文|全文|的?内容|讲|说|规定|是|了|的|什么|呢|怎么")
_NUMBERED = (Kind.HEADING3, Kind.HEADING2, Kind.HEADING1)

_KINDS: dict[str, tuple[Kind, ...]] = {
    "编": (Kind.BOOK,),
    "分编": (Kind.BOOK,),
    "章": (Kind.CHAPTER, Kind.HEADING1),
    "节": (Kind.SECTION, Kind.HEADING2),
    "条": (Kind.ARTICLE, *_NUMBERED),
    "款": (Kind.PARAGRAPH, Kind.HEADING2),
    "项": (Kind.ITEM, *_NUMBERED, Kind.HEADING4),
    "目": (Kind.SUBITEM, Kind.HEADING4),
    "部分": (Kind.HEADING1, Kind.BOOK, Kind.CHAPTER),
    "大部分": (Kind.HEADING1, Kind.BOOK, Kind.CHAPTER),
    "段": (Kind.PARAGRAPH,),
    "点": (*_NUMBERED, Kind.HEADING4),
    "paren": (Kind.HEADING2, Kind.ITEM, Kind.HEADING4),
    "level1": (Kind.HEADING1,),
    "bare": (Kind.HEADING3, Kind.ARTICLE, Kind.ITEM),
}
"""Unit word → the kinds it may mean, the likeliest first."""

Ordinal = tuple[int, int]
"""Number and 之-number: 第五十四条之一 is (54, 1), 14. is (14, 0)."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as written, with what it names.

    Attributes:
        text: the words of the reference.
        clauses: what it names in document order; empty when there is no such clause.
        near: when there is none: the clauses of that kind which do exist.
    """

    text: str
    clauses: tuple[Clause, ...]
    near: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    unit: str
    first: Ordinal
    last: Ordinal


def find(text: str, clauses: Sequence[Clause]) -> list[Reference]:
    """Every reference in `text`, resolved among the clauses of one policy."""
    references = []
    end = 0
    for match in _CHAIN.finditer(text):
        if match.start() < end:
            continue
        steps = _steps(match.group())
        span_end = match.end()
        if ranged := _RANGE.match(text, span_end):
            last = _ordinal(ranged.group(1))
            steps[-1] = _Step(steps[-1].unit, steps[-1].first, last)
            span_end = ranged.end()
        found, near = _resolve(steps, clauses)
        rest = text[span_end:].lstrip("条款项章节部分 ")
        titled = [c for c in found if c.title and rest.startswith(c.title)]
        if _is_loose(steps) and rest.strip() and not titled:
            continue
        references.append(Reference(text[match.start() : span_end], tuple(titled or found), near))
        end = span_end
    return references


def names_a_clause(text: str) -> bool:
    """Whether `text` is a reference and nothing else, whatever policy it is meant for."""
    match = _CHAIN.match(text.strip())
    rest = text.strip()[match.end() :] if match else text
    return match is not None and not _REST.sub("", rest)


def _is_loose(steps: list[_Step]) -> bool:
    """Whether this could as well be an enumeration in running text: "一、" alone."""
    return len(steps) == 1 and steps[0].unit == "level1"


def _ordinal(text: str) -> Ordinal:
    main, _, sub = text.partition("之")
    return parse_numeral(main) or 0, (parse_numeral(sub) or 0) if sub else 0


def _steps(chain: str) -> list[_Step]:
    steps = []
    for match in _STEP.finditer(chain):
        unit = str(match.lastgroup)
        number = re.sub(r"[第（()）\s、.．]", "", match.group())
        if unit == "named":
            number, unit, sub = re.split(rf"({_UNIT})", number)
            number += sub
        first, *last = re.split(_TO, number)
        steps.append(_Step(unit, _ordinal(first), _ordinal((last or [first])[-1])))
    return steps


def ordinal(clause: Clause) -> Ordinal:
    """The number of a clause among its siblings, from its path: "a54-1" is (54, 1)."""
    match = re.match(r"[a-z]+(\d+)(?:-(\d+))?", clause.path[-1])
    return (int(match[1]), int(match[2] or 0)) if match else (0, 0)


def _resolve(
    steps: Sequence[_Step], clauses: Sequence[Clause]
) -> tuple[list[Clause], tuple[Clause, ...]]:
    """Follow the steps downwards; returns what they name, or nothing and what is near."""
    scope: list[Clause] | None = None
    for step in steps:
        pool = [c for c in clauses if scope is None or _below(c, scope)]
        kind = _kind(step, pool, scoped=scope is not None)
        level = [c for c in pool if c.kind is kind]
        found = [c for c in level if step.first <= ordinal(c) <= step.last]
        if not found and step.unit in "款段" and scope and step.first == (1, 0):
            found = scope  # an article of one paragraph has no 款 of its own
        if not found:
            return [], tuple(level)
        scope = found
    return scope or [], ()


def _kind(step: _Step, pool: Sequence[Clause], *, scoped: bool) -> Kind | None:
    """The kind that a step means: inside a scope the nearest level, else the likeliest kind."""
    present = [c for c in pool if c.kind in _KINDS[step.unit]]
    if not present:
        return None
    if scoped:
        return min(present, key=lambda c: (len(c.path), _KINDS[step.unit].index(c.kind))).kind
    return min(present, key=lambda c: _KINDS[step.unit].index(c.kind)).kind


def _below(clause: Clause, scope: Sequence[Clause]) -> bool:
    return any(
        len(clause.path) > len(s.path) and clause.path[: len(s.path)] == s.path for s in scope
    )
