"""An answer's Markdown → its tree, with the citation marks told apart from other brackets."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

CITATION = "citation"
"""Type of the node that is a mark such as [1]; its `content` is the number."""
_MARK = re.compile(r"\[(\d+)\]")


def tree(text: str) -> SyntaxTreeNode:
    """The tree of an answer; HTML in it is text."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # A policy's own words are never a definition that vanishes from what is shown.
    parser.disable(["reference", "html_block", "code", "fence"])
    parser.inline.ruler.before("link", CITATION, _citation)
    return SyntaxTreeNode(parser.parse(text))


def lines(inline: SyntaxTreeNode) -> list[list[SyntaxTreeNode]]:
    """The nodes of a paragraph's content, line by line."""
    found: list[list[SyntaxTreeNode]] = [[]]
    for node in inline.children:
        if node.type in {"softbreak", "hardbreak"}:
            found.append([])
        else:
            found[-1].append(node)
    return found


def _citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    """A rule of markdown-it; the rule before it has taken every bracket that is escaped."""
    mark = _MARK.match(state.src, state.pos)
    if mark is None:
        return False
    if not silent:
        state.push(CITATION, "", 0).content = mark.group(1)
    state.pos = mark.end()
    return True
