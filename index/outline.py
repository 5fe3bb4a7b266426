"""Lines → clause tree.

Lines are put below each other by the rank of their numbers (`index.numbering`), front and back
matter apart (`index.matter`); names, paths and references come from `index.naming`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.clause import Clause, Kind, Line, Source, Span
from index.matter import read as read_matter
from index.naming import Node, clauses
from index.numbering import Marker
from index.numbering import read as read_number

_LEAD = re.compile(r"([^，；：。！？,;:]{2,30})。\s*(?=\S)")
_BRACKETED = re.compile(r"【([^】]{1,30})】")
_SENTENCE_END = re.compile(r"[。；！？：:;]")
_LONGEST_HEADING = 60
_ARTICLE_RANK = 6
_HEADING_RANKS = {1: 1, 2: 3, 3: 4, 4: 5, 5: 5, 6: 5}
"""Level of a heading in the format → rank among the numbers: ## stands where a chapter does."""
_MATTER_CODES = {
    Kind.TITLE: "title",
    Kind.DOCUMENT_NUMBER: "number",
    Kind.NOTE: "note",
    Kind.ADDRESSEES: "addressees",
    Kind.SIGNATORY: "sign",
    Kind.DATE: "date",
}


def parse(source: Source, policy_id: str) -> tuple[Clause, ...]:
    """The clauses of a source in document order, each parent before its children.

    Their `own` spans tile every non-blank character of the source's lines.
    """
    texts = [line.span.of(source.text) for line in source.lines]
    markers = [read_number(text) for text in texts]
    matter = read_matter(source, markers)
    raised = _raised(texts, markers)
    root = Node(Kind.TITLE, "", Span(0, 1), 0, rank=-1)
    stack = [root]
    for at, line in enumerate(source.lines):
        if (kind := matter.get(at)) and kind is not Kind.HEADING:
            _add_matter(root, kind, line)
            stack = [root]
            continue
        shown = replace(line, level=1) if kind is Kind.HEADING else line
        node = _node(shown, texts[at], markers[at], raised)
        while stack[-1].rank >= node.rank:
            stack.pop()
        if not _continues_table(stack[-1], node, source.text):
            _attach(stack, node)
    for node in list(_walk(root)):
        _leave_untitled(node, source.text)
        _split(node, source.text)
    return tuple(clauses(root, source.text, policy_id))


def _raised(texts: Sequence[str], markers: Sequence[Marker | None]) -> dict[str, int]:
    """Ranks of the 公文 numbers that stand above articles in this document: 一、总则 / 第一条."""
    raised = {}
    for at in range(len(markers) - 1):
        marker, following = markers[at], markers[at + 1]
        if (
            marker
            and following
            and marker.style.code in "hk"
            and following.style.rank == _ARTICLE_RANK
            and not _SENTENCE_END.search(texts[at])
        ):
            raised[marker.style.code] = marker.style.rank - 3
    return raised


def _node(line: Line, text: str, marker: Marker | None, raised: dict[str, int]) -> Node:
    if marker is None:
        if line.level:
            kind, code, rank = Kind.HEADING, "t", _HEADING_RANKS[line.level]
            return Node(kind, code, line.span, len(text), rank, title=text, place=line.place)
        return Node(Kind.PARAGRAPH, "p", line.span, 0, rank=99, title=_lead(text), place=line.place)
    style = marker.style
    return Node(
        style.kind,
        style.code,
        line.span,
        marker.rest,
        raised.get(style.code, style.rank),
        number=marker.number,
        ordinal=marker.ordinal,
        title=_title(style.kind, text[marker.rest :]),
        inside=style.inside,
        place=line.place,
    )


def _lead(text: str) -> str:
    """The lead of a paragraph, where a short first sentence stands for a heading."""
    match = _LEAD.match(text)
    return match.group(1) if match else ""


def _title(kind: Kind, rest: str) -> str:
    if bracketed := _BRACKETED.match(rest):
        return bracketed.group(1)
    if kind is Kind.ARTICLE:
        return ""
    if lead := _lead(rest):
        return lead
    heading = rest.removesuffix("。")
    bare = len(heading) <= _LONGEST_HEADING and not _SENTENCE_END.search(heading)
    return heading if bare and not heading.endswith("，") else ""


def _add_matter(root: Node, kind: Kind, line: Line) -> None:
    """A line of front or back matter; lines of one kind that follow each other are one clause."""
    last = root.children[-1] if root.children else None
    if last and last.kind is kind and last.code == _MATTER_CODES[kind]:
        last.head = Span(last.head.start, line.span.end)
        return
    root.children.append(Node(kind, _MATTER_CODES[kind], line.span, 0, rank=98, place=line.place))


def _continues_table(above: Node, node: Node, text: str) -> bool:
    """Rows of one table are one clause."""
    if not above.children or node.kind is not Kind.PARAGRAPH or text[node.head.start] != "|":
        return False
    last = above.children[-1]
    if last.kind is not Kind.PARAGRAPH or text[last.head.start] != "|":
        return False
    last.head = Span(last.head.start, node.head.end)
    return True


def _attach(stack: list[Node], node: Node) -> None:
    article = next((open_ for open_ in stack if open_.kind is Kind.ARTICLE), None)
    parent = stack[-1]
    if node.kind is Kind.PARAGRAPH and len(stack) == 1:
        node.title = ""  # a preamble opens with a sentence, not with a lead
    if article is not None and node.rank > _ARTICLE_RANK:
        if node.kind is Kind.PARAGRAPH:
            parent = article
            del stack[stack.index(article) + 1 :]
        else:
            node.kind = node.inside
    parent.children.append(node)
    if node.kind is not Kind.PARAGRAPH:
        stack.append(node)


def _walk(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _walk(child)


def _leave_untitled(node: Node, text: str) -> None:
    """An item of an article that is one short sentence, the last of a list, has no heading."""
    alone = node.kind in {Kind.ITEM, Kind.SUBITEM} and not node.children
    if alone and node.title and node.head.of(text).endswith(f"{node.title}。"):
        node.title = ""


def _split(node: Node, text: str) -> None:
    """Give text that stands on a number's own line a clause of its own where others follow it.

    An article of several paragraphs has its 款, each with the items that follow it; a section
    with numbered children has what stands before them.
    """
    if not node.number or node.rest >= node.head.end - node.head.start:
        return
    if node.kind is Kind.ARTICLE:
        if any(child.kind is Kind.PARAGRAPH for child in node.children):
            _split_article(node, text)
    elif node.is_container() and not _is_bare(node, text):
        node.children.insert(0, _first_paragraph(node, text))


def _is_bare(node: Node, text: str) -> bool:
    """Whether nothing but a heading follows the number on its line."""
    rest = node.head.of(text)[node.rest :]
    return rest.removesuffix("。") == node.title or not _SENTENCE_END.search(rest)


def _first_paragraph(node: Node, text: str) -> Node:
    """What follows the number on its line; the number alone stays with `node`."""
    start = node.head.start
    body = Span(start + node.rest, node.head.end)
    node.head = Span(start, start + len(text[start : body.start].rstrip()))
    return Node(Kind.PARAGRAPH, "p", body, 0, rank=99, place=node.place)


def _split_article(article: Node, text: str) -> None:
    items, article.children = article.children, []
    article.children.append(_first_paragraph(article, text))
    for child in items:
        if child.kind is Kind.PARAGRAPH:
            article.children.append(child)
        else:
            article.children[-1].children.append(child)
