"""Evidence → an answer made of the clauses' own sentences."""

import re
from collections.abc import Iterator

from chatbot.answer import Quote, Statement
from chatbot.compose.passage import LONGEST, passage, weights
from chatbot.evidence import Evidence
from chatbot.markdown import blockquote, escape
from chatbot.understanding import Intent
from chatbot.understanding.followup import Ask
from index.clause import Clause, Hit, PolicyHead, Span
from index.library import Library
from index.words import content_words

_WIDE = re.compile(
    r"哪些|哪几|几[个项条种]|有什么|都有|分别|所有|全部|措施|支持|适用|享受|对比|比较|区别"
)
_MOST = {True: 4, False: 2}
"""Clauses quoted at most: for a question that asks for several, and for any other."""
_NEAR = {True: 0.4, False: 0.55}
"""Share of the best score that a further clause must reach to be quoted."""


def extract(evidence: Evidence, library: Library) -> Iterator[Statement]:
    """Quote what answers the question, verbatim, best clause first."""
    understanding = evidence.understanding
    best, about = evidence.hits[0], understanding.policy
    if understanding.ask is Ask.PLACE:
        yield _place(best)
    elif understanding.intent is Intent.REFERENCE or understanding.ask in {Ask.NEXT, Ask.PREVIOUS}:
        yield from _clauses(evidence, library)
    elif understanding.ask is Ask.TEXT:
        yield from _whole(best, about)
    else:
        yield from _passages(evidence)


def _clauses(evidence: Evidence, library: Library) -> Iterator[Statement]:
    """The clauses that were named: in full, or as a list of headings for a section."""
    about = evidence.understanding.policy
    if evidence.understanding.ask is Ask.CHILDREN and len(evidence.hits) > 1:
        yield Statement(f"共 {len(evidence.hits)} 条：\n\n")
        for hit in evidence.hits:
            yield _heading(hit.policy, hit.clause)
        return
    for hit in evidence.hits:
        if children := _children(hit.clause, library):
            yield Statement(f"{lead(hit, about)}下设 {len(children)} 条：\n\n")
            for child in children:
                yield _heading(hit.policy, child)
        else:
            yield from _whole(hit, about)


def _children(clause: Clause, library: Library) -> list[Clause]:
    """The numbered children of a section; none for a clause that is quoted in full."""
    if clause.unit or len(clause.text) <= LONGEST:
        return []
    policy = library.policy(clause.policy_id)
    return [child for child in policy.clauses if child.parent == clause.id and child.number]


def _heading(policy: PolicyHead, clause: Clause) -> Statement:
    span = next(clause.sentences())
    return Statement(f"- {escape(span.of(clause.text))}\n", (Quote(policy, clause, span),))


def _whole(hit: Hit, about: PolicyHead | None) -> Iterator[Statement]:
    text = hit.clause.text
    yield Statement(f"{lead(hit, about)}：\n\n")
    yield Statement(f"{blockquote(text)}\n\n", (Quote(hit.policy, hit.clause, Span(0, len(text))),))


def _place(hit: Hit) -> Statement:
    quote = Quote(hit.policy, hit.clause, next(hit.clause.sentences()))
    return Statement(f"出自《{escape(hit.policy.name)}》：{escape(hit.clause.heading)}", (quote,))


def lead(hit: Hit, about: PolicyHead | None) -> str:
    """Where a clause stands; its policy is named unless the talk is about that one anyway."""
    policy = "" if hit.policy == about else f"《{escape(hit.policy.name)}》"
    # A paragraph without a number is referred to by its lead already.
    title = f"“{escape(hit.clause.title)}”" if hit.clause.number and hit.clause.title else ""
    return f"{policy}{escape(hit.clause.reference)}{title}"


def _passages(evidence: Evidence) -> Iterator[Statement]:
    """The best passage of each clause that comes near the best one."""
    understanding = evidence.understanding
    text, own = understanding.text, understanding.question.text
    wide = bool(_WIDE.search(text))
    near = evidence.hits[0].score * _NEAR[wide]
    weight = weights(text, own, [hit.clause for hit in evidence.hits])
    words = tuple(word for word in content_words(text) if len(word) > 1)
    for hit in [hit for hit in evidence.hits if hit.score >= near][: _MOST[wide]]:
        quote = Quote(hit.policy, hit.clause, passage(hit.clause, weight))
        yield Statement(f"{lead(hit, understanding.policy)}：\n\n")
        yield Statement(f"{blockquote(quote.text, words)}\n\n", (quote,))
