"""Tree of lines → clauses with ids, paths, trails and references."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.clause import Clause, Kind, Place, Span
from index.numerals import chinese

_SECTIONS = (Kind.BOOK, Kind.CHAPTER, Kind.SECTION, Kind.HEADING)
_LEVELS = (*_SECTIONS, Kind.ARTICLE, Kind.HEADING1, Kind.HEADING2, Kind.HEADING3, Kind.ATTACHMENT)
_MATTER_NAMES = {
    Kind.TITLE: "标题",
    Kind.DOCUMENT_NUMBER: "发文字号",
    Kind.NOTE: "题注",
    Kind.ADDRESSEES: "主送机关",
    Kind.SIGNATORY: "落款",
    Kind.DATE: "成文日期",
}


@dataclass(slots=True)
class Node:
    """A line on its way to becoming a clause.

    Attributes:
        head: the line's span, later without what became a child.
        rest: where the text after the number begins in the line.
        inside: the kind that it has inside an article.
        place: of the line in its file.
    """

    kind: Kind
    code: str
    head: Span
    rest: int
    rank: int
    number: str = ""
    ordinal: tuple[int, int] = (0, 0)
    title: str = ""
    inside: Kind = Kind.PARAGRAPH
    place: Place | None = None
    children: list["Node"] = field(default_factory=list)

    def is_container(self) -> bool:
        """Whether a level of its own stands below: such a clause is a section, not a unit."""
        return any(child.kind in _LEVELS for child in self.children)

    def end(self) -> int:
        """Where the last character of the clause and all below it ends."""
        return max(self.head.end, self.children[-1].end() if self.children else 0)


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where a clause stands: what its names are made from."""

    policy_id: str
    parent: str | None
    path: tuple[str, ...]
    trail: tuple[str, ...]
    reference: str
    attachment: str
    kind: Kind | None
    in_unit: bool


def clauses(root: Node, text: str, policy_id: str) -> Iterator[Clause]:
    """The clauses below `root`, in document order."""
    yield from _below(root, text, _Setting(policy_id, None, (), (), "", "", None, in_unit=False))


def _below(node: Node, text: str, setting: _Setting) -> Iterator[Clause]:
    paragraphs = [c for c in node.children if c.kind is Kind.PARAGRAPH]
    taken: Counter[str] = Counter()
    for child in node.children:
        at = next((i for i, p in enumerate(paragraphs, 1) if p is child), 0)
        segment = _segment(child, at)
        taken[segment] += 1
        if taken[segment] > 1:
            segment = f"{segment}~{taken[segment]}"
        name = _paragraph_name(child, setting, at, len(paragraphs))
        unit = not setting.in_unit and _is_unit(child)
        clause = _clause(child, text, setting, (segment, name, unit))
        yield clause
        inner = _Setting(
            policy_id=setting.policy_id,
            parent=clause.id,
            path=clause.path,
            trail=clause.trail,
            reference=setting.reference if child.kind is Kind.HEADING else clause.reference,
            attachment=clause.reference if child.kind is Kind.ATTACHMENT else setting.attachment,
            kind=child.kind,
            in_unit=setting.in_unit or unit,
        )
        yield from _below(child, text, inner)


def _clause(node: Node, text: str, setting: _Setting, names: tuple[str, str, bool]) -> Clause:
    segment, name, unit = names
    path = (*setting.path, segment)
    span = Span(node.head.start, node.end())
    return Clause(
        id=f"{setting.policy_id}.{'.'.join(path)}",
        policy_id=setting.policy_id,
        kind=node.kind,
        number=node.number,
        title=node.title,
        path=path,
        trail=(*setting.trail, name or _trail(node)),
        reference=_reference(node, setting, name),
        text=span.of(text),
        span=span,
        own=node.head,
        parent=setting.parent,
        unit=unit,
        place=node.place,
    )


def _segment(node: Node, paragraph: int) -> str:
    if node.kind in _MATTER_NAMES:
        return node.code
    if node.kind is Kind.PARAGRAPH:
        return f"p{paragraph}"
    number, sub = node.ordinal
    return f"{node.code}{number or 1}" + (f"-{sub}" if sub else "")


def _trail(node: Node) -> str:
    if node.kind in _MATTER_NAMES:
        return _MATTER_NAMES[node.kind]
    gap = " " if node.title and re.search(r"[.．编章节条\dA-Z]$", node.number) else ""
    return f"{node.number}{gap}{node.title}"


def _paragraph_name(node: Node, setting: _Setting, at: int, of: int) -> str:
    """第二款 in an article, the lead elsewhere or 第1段."""
    if node.kind is not Kind.PARAGRAPH:
        return ""
    if setting.kind is Kind.ARTICLE:
        return f"第{chinese(at)}款"
    if node.title:
        return node.title
    return "引言" if setting.kind is None and of == 1 else f"第{at}段"


def _reference(node: Node, setting: _Setting, name: str) -> str:
    if node.kind is Kind.PARAGRAPH:
        if setting.kind is None and name != "引言" and not node.title:
            return f"引言{name}"
        return setting.reference + (f"“{name}”" if name == node.title else name)
    bare = node.number.rstrip("、.．：:")
    whole = {Kind.ATTACHMENT: bare, Kind.HEADING: f"“{node.title}”"} | _MATTER_NAMES
    inner = {Kind.ITEM: f"第{bare}项", Kind.SUBITEM: f"第{bare}目"}
    if node.kind in whole:
        return whole[node.kind]
    if node.kind is Kind.ARTICLE:
        return setting.attachment + node.number
    return setting.reference + inner.get(node.kind, node.number.rstrip(".．"))


def _is_unit(node: Node) -> bool:
    """Whether retrieval returns this clause; see `Clause.unit`."""
    if node.kind is Kind.ARTICLE:
        return True
    if node.kind in _MATTER_NAMES or node.kind in _SECTIONS or node.kind is Kind.ATTACHMENT:
        return False
    if node.kind is Kind.PARAGRAPH:
        return True
    # One more for the full stop that some headings end with.
    bare = node.title and node.head.end - node.head.start <= node.rest + len(node.title) + 1
    paragraphs = sum(child.kind is Kind.PARAGRAPH for child in node.children)
    divided = node.kind is Kind.HEADING1 and bare and paragraphs > 1
    return not node.is_container() and not divided
