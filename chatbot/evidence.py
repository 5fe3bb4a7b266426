"""What an answer may rest on, and whether that is enough."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot.answer import Status
from chatbot.answerable import answerable
from chatbot.retriever import PolicyRetriever
from chatbot.understanding import Intent, Understanding
from chatbot.understanding.facts import values
from chatbot.understanding.followup import Ask
from chatbot.understanding.reference import wording
from index.clause import Clause, Hit
from index.library import Library
from index.query.spelling import Correction

_MENTION = r"(?:提到|提及|出现|写到|讲到|写着)(?:了|过)?"
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,40})[”\"」』]")
_PLAIN = re.compile(
    rf"{_MENTION}([^的，。？?\s]{{2,20}}?)(?:的(?:条款|条|地方|内容|段落|部分)|[是在？?]|$)"
)

_SUGGESTED = 3
"""Clauses that exist, offered in place of one that does not."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a question, best first.

    Attributes:
        hits: what the answer may quote; with `NOT_FOUND` merely the nearest.
        corrections: what was taken for a slip in the question.
        suggestions: questions that would have an answer, where this one has none.
    """

    understanding: Understanding
    hits: tuple[Hit, ...]
    status: Status
    corrections: tuple[Correction, ...] = ()
    suggestions: tuple[str, ...] = ()


def gather(understanding: Understanding, retriever: PolicyRetriever, library: Library) -> Evidence:
    """Find what the question needs and judge whether it suffices."""
    match understanding.intent:
        case Intent.ABUSE:
            return Evidence(understanding, (), Status.REFUSED)
        case Intent.GREETING | Intent.CARD:
            return Evidence(understanding, (), Status.ANSWERED)
        case Intent.FACT:
            return _of_card(understanding)
        case Intent.REFERENCE:
            return _of_references(understanding, library)
        case Intent.SEARCH:
            return _of_search(understanding, retriever, library)


def _of_card(understanding: Understanding) -> Evidence:
    policy, fact = understanding.policy, understanding.fact
    found = policy is not None and fact is not None and values(fact.fact, policy.card)
    status = Status.ANSWERED if found else Status.NOT_FOUND
    return Evidence(understanding, (), status, suggestions=understanding.choices)


def _of_references(understanding: Understanding, library: Library) -> Evidence:
    policy = understanding.policy
    if policy is None:
        choices = understanding.choices
        return Evidence(understanding, (), Status.NOT_FOUND, suggestions=choices)
    named = [clause for reference in understanding.references for clause in reference.clauses]
    clauses = _asked_for(understanding.ask, named, library)
    if clauses:
        return Evidence(understanding, _certain(clauses, library), Status.ANSWERED)
    near = [clause for reference in understanding.references for clause in reference.near]
    title = library.names().title(policy)
    nearest = [each for found in understanding.references for each in found.nearest(_SUGGESTED)]
    suggestions = tuple(f"{title}{wording(clause)}" for clause in nearest[:_SUGGESTED])
    return Evidence(
        understanding, _certain(near, library), Status.NOT_FOUND, suggestions=suggestions
    )


def _of_search(
    understanding: Understanding, retriever: PolicyRetriever, library: Library
) -> Evidence:
    query = retriever.searcher.read(understanding.text)
    understanding = replace(understanding, text=query.asked)
    hits = retriever.hits(query.asked, understanding.question.filters)
    if words := _mentioned(understanding.text):
        holding = [hit for hit in hits if words in hit.clause.text]
        hits = [*holding, *(hit for hit in hits if hit not in holding)]
        enough = bool(holding)
    else:
        enough = answerable(query, hits)
    if enough and understanding.ask in {Ask.NEXT, Ask.PREVIOUS}:
        top = hits[0]
        hits = list(_certain(_asked_for(understanding.ask, [top.clause], library), library))
        enough = bool(hits)
    status = Status.ANSWERED if enough else Status.NOT_FOUND
    return Evidence(understanding, tuple(hits), status, query.corrections)


def _mentioned(text: str) -> str:
    """The words that a clause must hold verbatim, in a question such as 哪一条提到了“…”."""
    if not re.search(_MENTION, text):
        return ""
    match = _QUOTED.search(text) or _PLAIN.search(text)
    return match.group(1) if match else ""


def _asked_for(ask: Ask, clauses: Sequence[Clause], library: Library) -> list[Clause]:
    """The clauses themselves, their children, or the neighbours before or after."""
    if not clauses or ask not in {Ask.NEXT, Ask.PREVIOUS, Ask.CHILDREN}:
        return list(clauses)
    policy = library.policy(clauses[0].policy_id)
    if ask is Ask.CHILDREN:
        parents = {clause.id for clause in clauses}
        children = [c for c in policy.clauses if c.parent in parents and c.number]
        return children or list(clauses)
    same = [c for c in policy.clauses if c.kind is clauses[0].kind and c.number]
    at = same.index(clauses[0]) + (1 if ask is Ask.NEXT else -1)
    return [same[at]] if 0 <= at < len(same) else []


def _certain(clauses: Sequence[Clause], library: Library) -> tuple[Hit, ...]:
    return tuple(
        Hit(clause, library.head(clause.policy_id), score=1.0, coverage=0.0, cosine=0.0)
        for clause in clauses
    )
