"""A clause reference in any spelling (`chatbot.understanding.steps`) → the clauses it names.

A heading may stand for its number: 保障措施第二条, 重点任务第（三）项, （五）丰富应用场景.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.understanding.steps import CHAIN, Ordinal, Range, Spelled, Step, spelled
from index.clause import Clause, Kind, PolicyHead
from index.edition import Policies

_REST = re.compile(
    r"[\s，。？?！!：:《》]|请问|请|看看|看一下|告诉我|原文|全文|的?内容|讲|说|写|规定|具体|是|了|的|什么|呢|怎么|哪些|有"
    r"|[该本这此](?:部|份|个|项)?法?|条例|办法|意见|通知|文件|政策"
)
_HEADED = re.compile(r"[\s，,的中里]*$|部分[\s，,的中里]*$")
_SHORTEST_TITLE = 2
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
    "段": (Kind.PARAGRAPH,),
    "点": (*_NUMBERED, Kind.HEADING4),
    "paren": (Kind.HEADING2, Kind.ITEM, Kind.HEADING4),
    "level1": (Kind.HEADING1,),
    "bare": (Kind.HEADING3, Kind.ARTICLE, Kind.ITEM),
}
"""Unit word → the kinds it may mean, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as written, with what it names.

    Attributes:
        text: the words of the reference.
        clauses: what it names in document order; empty when there is no such clause.
        near: when there is none: the clauses of that kind which do exist.
        above: when there is none: what the steps before the missing one name.
        number: the number of the last step; 0 where it is counted from an end.
    """

    text: str
    clauses: tuple[Clause, ...]
    near: tuple[Clause, ...]
    above: tuple[Clause, ...] = ()
    number: int = 0

    @property
    def distance(self) -> int:
        """How far the nearest number is from what was asked for; 0 if that exists."""
        return 0 if self.clauses else min(map(self._far, self.near), default=10_000)

    def _far(self, clause: Clause) -> int:
        return abs(ordinal(clause)[0] - self.number)

    def nearest(self, count: int) -> tuple[Clause, ...]:
        """Of what does exist, the clauses with the nearest numbers; else what stands above."""
        return tuple(sorted(self.near, key=self._far)[:count]) or self.above[:count]


_COUNTING = frozenset({"条", "项", "点", "段", "款"})
"""Units by which paragraphs without numbers are counted."""


def find(text: str, clauses: Sequence[Clause]) -> list[Reference]:
    """Every reference in `text`, resolved among the clauses of one policy."""
    references = []
    for written in spelled(text):
        headed = _headed(text[: written.start], clauses)
        found, near, above = _resolve(written.steps, clauses, headed)
        rest = text[written.end :].lstrip("条款项章节部分 ")
        titled = [c for c in found if c.title and rest.startswith(c.title)]
        if written.is_loose and rest.strip() and not titled:
            continue
        words = text[written.start : written.end].strip()
        named = tuple(titled or found)
        references.append(Reference(words, named, near, above, _number(written)))
    return references


def in_policies(
    text: str, policies: Sequence[PolicyHead], library: Policies
) -> tuple[PolicyHead, tuple[Reference, ...]] | None:
    """What a text names of a policy: of several parts, of that which has it or comes nearest."""
    if next(spelled(text), None) is None:
        return None
    found = []
    for policy in policies:
        references = tuple(find(text, library.policy(policy.id).clauses))
        if not references:
            continue
        if all(reference.clauses for reference in references):
            return policy, references
        found.append((sum(each.distance for each in references), policy, references))
    return min(found, key=lambda each: each[0])[1:] if found else None


def names_a_clause(text: str) -> bool:
    """Whether `text` is a reference and nothing else, whatever policy it is meant for."""
    match = CHAIN.search(text)
    return match is not None and not _REST.sub("", text[: match.start()] + text[match.end() :])


def ordinal(clause: Clause) -> Ordinal:
    """The number of a clause among its siblings, from its path: "a54-1" is (54, 1)."""
    match = re.match(r"[a-z]+(\d+)(?:-(\d+))?", clause.path[-1])
    return (int(match[1]), int(match[2] or 0)) if match else (0, 0)


def wording(clause: Clause) -> str:
    """A reference to a clause as a question writes it, which `find` leads back to that clause."""
    if clause.kind is Kind.HEADING1:
        return f"第{clause.number.rstrip('、.．')}部分"
    return clause.reference


def _number(written: Spelled) -> int:
    ranges = written.steps[-1].ranges
    return ranges[0][0][0] if ranges else 0


def _headed(before: str, clauses: Sequence[Clause]) -> list[Clause]:
    """The sections whose heading stands right before a reference; those of the longest heading."""
    words = _HEADED.sub("", before)
    named = [
        clause
        for clause in clauses
        if len(clause.title) >= _SHORTEST_TITLE
        and clause.kind not in {Kind.TITLE, Kind.PARAGRAPH}
        and words.endswith(clause.title)
    ]
    longest = max((len(clause.title) for clause in named), default=0)
    return [clause for clause in named if len(clause.title) == longest]


def _resolve(
    steps: Sequence[Step], clauses: Sequence[Clause], headed: Sequence[Clause]
) -> tuple[list[Clause], tuple[Clause, ...], tuple[Clause, ...]]:
    """Follow the steps downwards.

    Returns what they name, or nothing, what is near, and what stands above.
    """
    scope: list[Clause] | None = list(headed) or None
    for step in steps:
        pool = [c for c in clauses if scope is None or _below(c, scope)]
        kind = _kind(step, pool, scoped=scope is not None)
        level = _in_body([c for c in pool if c.kind is kind])
        if step.place and scope and step.unit == "条":  # 重点任务最后一条, whatever its level
            level = [c for c in pool if c.unit and c.number] or level
        found = level[step.place] if step.place else _numbered(level, step.ranges)
        if not found and step.unit in "款段" and scope and step.ranges == (((1, 0), (1, 0)),):
            found = scope  # an article of one paragraph has no 款 of its own
        if not level and headed and step.unit in _COUNTING:
            # 基本原则第一项: what stands there has no numbers.
            level = [c for c in pool if c.kind is Kind.PARAGRAPH]
            found = level[step.place] if step.place else _numbered(level, step.ranges)
        if not found and scope and step.unit == "条":
            # 重点任务第11条: the numbers run on through the sections below it.
            found = _numbered([c for c in pool if c.kind in _KINDS[step.unit]], step.ranges)
        if not found and headed and kind in _NUMBERED:
            # 丰富应用场景第二条 is its second, whatever its number.
            found = [c for at, c in enumerate(level, 1) if _within((at, 0), step.ranges)]
        if not found:
            return [], tuple(level), tuple(scope or ())
        scope = found
    return scope or [], (), ()


def _in_body(level: list[Clause]) -> list[Clause]:
    """Without those of an attachment, where the body has such clauses too."""
    return [c for c in level if not c.path[0].startswith("x")] or level


def _numbered(level: Sequence[Clause], ranges: Sequence[Range]) -> list[Clause]:
    return [c for c in level if _within(ordinal(c), ranges)]


def _within(number: Ordinal, ranges: Sequence[Range]) -> bool:
    return any(first <= number <= last for first, last in ranges)


def _kind(step: Step, pool: Sequence[Clause], *, scoped: bool) -> Kind | None:
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
