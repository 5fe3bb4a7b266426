"""Evidence → an answer made of the clauses' own sentences."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from chatbot.answer import Quote, Statement
from chatbot.evidence import Evidence
from chatbot.followup import Ask
from chatbot.markdown import blockquote, escape
from chatbot.understand import Intent
from index.clause import Clause, Hit, Span
from index.library import Library
from index.tokens import cut
from index.words import content_words

_WIDE = re.compile(
    r"哪些|哪几|几[个项条种]|有什么|都有|分别|所有|全部|措施|支持|适用|享受|对比|比较|区别"
)
_MOST = {True: 4, False: 2}
"""Clauses quoted at most: for a question that asks for several, and for any other."""
_NEAR = {True: 0.55, False: 0.8}
"""Share of the best score that a further clause must reach to be quoted."""
_OWN = 3
"""Weight of a follow-up's own words."""
_LONGEST = 400
"""Characters of one quotation; a clause that is shorter is quoted whole when asked broadly."""


def extract(evidence: Evidence, library: Library) -> Iterator[Statement]:
    """Quote what answers the question, verbatim, best clause first."""
    understanding = evidence.understanding
    if understanding.intent is Intent.REFERENCE or understanding.ask in {Ask.NEXT, Ask.PREVIOUS}:
        yield from _clauses(evidence, library)
    elif understanding.ask is Ask.TEXT:
        yield from _whole(evidence.hits[0])
    elif understanding.ask is Ask.PLACE:
        yield from _place(evidence.hits[0])
    else:
        yield from _passages(evidence)


def _clauses(evidence: Evidence, library: Library) -> Iterator[Statement]:
    """The clauses that were named: in full, or as a list of headings for a section."""
    if evidence.understanding.ask is Ask.PLACE:
        yield from _place(evidence.hits[0])
        return
    titles = evidence.understanding.ask is Ask.CHILDREN and len(evidence.hits) > 1
    if titles:
        yield Statement(f"共 {len(evidence.hits)} 条：\n\n")
    for hit in evidence.hits:
        children = _sections(hit.clause, library)
        if titles:
            yield _heading_item(hit, hit.clause)
        elif children:
            yield Statement(f"{_lead(hit)}下设 {len(children)} 条：\n\n")
            for child in children:
                yield _heading_item(hit, child)
        else:
            yield from _whole(hit)


def _sections(clause: Clause, library: Library) -> list[Clause]:
    """The numbered children of a section; none for a clause that is quoted in full."""
    if clause.unit or len(clause.text) <= _LONGEST:
        return []
    policy = library.policy(clause.policy_id)
    return [child for child in policy.clauses if child.parent == clause.id and child.number]


def _heading_item(hit: Hit, clause: Clause) -> Statement:
    heading = next(clause.sentences())
    return Statement(
        f"- {escape(heading.of(clause.text))}\n", (Quote(hit.policy, clause, heading),)
    )


def _whole(hit: Hit) -> Iterator[Statement]:
    text = hit.clause.text
    yield Statement(f"{_lead(hit)}：\n\n")
    yield Statement(f"{blockquote(text)}\n\n", (Quote(hit.policy, hit.clause, Span(0, len(text))),))


def _place(hit: Hit) -> Iterator[Statement]:
    trail = escape(hit.clause.heading)
    sentence = next(hit.clause.sentences())
    yield Statement(
        f"出自《{escape(hit.policy.name)}》：{trail}。\n\n",
        (Quote(hit.policy, hit.clause, sentence),),
    )


def _lead(hit: Hit) -> str:
    title = f"“{escape(hit.clause.title)}”" if hit.clause.title else ""
    return f"《{escape(hit.policy.name)}》{escape(hit.clause.reference)}{title}"


def _passages(evidence: Evidence) -> Iterator[Statement]:
    """The best passage of each clause that comes near the best one."""
    text = evidence.understanding.text
    wide = bool(_WIDE.search(text))
    best = evidence.hits[0].score
    chosen = [hit for hit in evidence.hits if hit.score >= best * _NEAR[wide]][: _MOST[wide]]
    own = evidence.understanding.question.text
    weights = _weights(text, own, [hit.clause for hit in evidence.hits])
    words = tuple(word for word in content_words(text) if len(word) > 1)
    for hit in chosen:
        span = passage(hit.clause, weights)
        quote = Quote(hit.policy, hit.clause, span)
        yield Statement(f"{_lead(hit)}：\n\n")
        yield Statement(f"{blockquote(quote.text, words)}\n\n", (quote,))


def _weights(text: str, own: str, clauses: Sequence[Clause]) -> dict[str, float]:
    """Token of the question → how telling it is among the sentences found.

    That is its inverse frequency; what a follow-up says in its `own` words counts for more than
    what it takes from the turns before.
    """
    sentences = [
        set(cut(span.of(clause.text))) for clause in clauses for span in clause.sentences()
    ]
    frequency = Counter(token for sentence in sentences for token in sentence)
    said = set(cut(own))
    return {
        token: math.log(1 + len(sentences) / frequency[token]) * (_OWN if token in said else 1)
        for token in set(cut(text))
        if token in frequency and len(token) > 1
    }


def passage(clause: Clause, weights: dict[str, float]) -> Span:
    """The sentences of `clause` that hold the weighted tokens, as one unbroken piece.

    A match in the heading alone speaks for the whole clause.
    """
    spans = list(clause.sentences())
    scores = [sum(weights.get(t, 0) for t in set(cut(span.of(clause.text)))) for span in spans]
    whole = Span(spans[0].start, spans[-1].end)
    body = scores[1:] if clause.title and len(spans) > 1 else scores
    best = max(body)
    if len(clause.text) <= _LONGEST / 4 or best == 0 or best < scores[0]:
        return (
            whole
            if len(clause.text) <= _LONGEST
            else Span(spans[0].start, spans[min(3, len(spans) - 1)].end)
        )
    first_body = len(scores) - len(body)
    kept = [i for i, score in enumerate(scores) if i >= first_body and score >= best * 0.6]
    span = Span(spans[kept[0]].start, spans[kept[-1]].end)
    return span if span.end - span.start <= _LONGEST else spans[scores.index(best, first_body)]
