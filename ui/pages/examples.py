"""Questions to start with, made for the policies that are loaded."""

import tomllib
from importlib.resources import files

from index.clause import PolicyHead
from index.library import Library

SHOWN = 4
"""Example questions on the page."""


def examples(library: Library) -> list[str]:
    """Written questions for the policies we know, otherwise questions made from their cards."""
    heads = library.heads()
    written = _written()
    known = [
        # Of several policies none is 这份文件.
        question if len(heads) == 1 else question.replace("这份文件", f"《{head.name}》")
        for head in heads
        if head.card.number
        for question in written.get(head.card.number.value, ())
    ]
    return (known or _general(heads, library))[:SHOWN]


def _written() -> dict[str, list[str]]:
    """Document number → questions in everyday words."""
    text = (files("ui.pages") / "assets" / "examples.toml").read_text(encoding="utf-8")
    questions: dict[str, list[str]] = tomllib.loads(text)
    return questions


def _general(heads: list[PolicyHead], library: Library) -> list[str]:
    """What is known of the first policy: its card, and the headings of its clauses."""
    if not heads:
        return []
    head = heads[0]
    asked = [f"《{head.name}》主要规定了什么？"]
    if head.card.issuers:
        asked.append(f"《{head.name}》由哪些部门印发？")
    if head.card.issued:
        asked.append(f"《{head.name}》是什么时候印发的？")
    units = [clause for clause in library.policy(head.id).clauses if clause.unit]
    asked += [f"关于“{clause.title}”有什么规定？" for clause in units if clause.title]
    named = f"《{head.name}》" if len(heads) > 1 else ""
    asked += [f"{named}{clause.reference}的内容是什么？" for clause in units if clause.number]
    return asked
