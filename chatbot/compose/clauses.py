"""Clauses that were asked for by name → their words: whole, as a list, or as a place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from chatbot.answer import Outcome, Quote, Statement
from chatbot.compose.passage import LONGEST
from chatbot.evidence import Evidence
from chatbot.markdown import blockquote, emphasised, escape
from chatbot.understanding.followup import Ask
from chatbot.understanding.section import below
from index.clause import Clause, Hit, PolicyHead, Span
from index.edition import Policies

_LISTED = 8
"""Clauses listed that hold the words asked for."""


def named_clauses(evidence: Evidence, library: Policies) -> Iterator[Statement]:
    """The clauses in full, or as a list of headings for a section."""
    understanding, hits = evidence.understanding, evidence.hits
    if understanding.ask is Ask.PLACE:
        yield from place(hits[0])
    elif understanding.ask in {Ask.CHILDREN, Ask.OUTLINE} and len(hits) > 1:
        yield from headings(hits, library)
    else:
        for hit in hits:
            yield from _named(hit, understanding.named, library)


def place(hit: Hit, span: Span | None = None) -> Iterator[Statement]:
    """Where a clause stands, and the words in it that were asked about."""
    quote = Quote(hit.policy, hit.clause, span or next(hit.clause.sentences()))
    where = f"《{escape(hit.policy.name)}》：{escape(hit.clause.heading)}"
    yield Statement(f"出自{where}", (quote,), "\n\n")
    yield Statement(f"{blockquote(quote.text)}\n\n")


def mentions(evidence: Evidence) -> Iterator[Statement | Outcome]:
    """Every clause that holds the words, with the sentence that does."""
    understanding, hits = evidence.understanding, evidence.hits
    words = "、".join(f"“{escape(word)}”" for word in understanding.words)
    more = f"，先列 {_LISTED} 条" if len(hits) > _LISTED else ""
    yield Statement(f"{words}出现在 {len(hits)} 条中{more}：\n\n")
    for number, hit in enumerate(hits[:_LISTED], 1):
        sentence, strong = _saying(hit.clause, understanding.words)
        quote = Quote(hit.policy, hit.clause, sentence)
        shown = emphasised(quote.text, strong)
        where = lead(hit, understanding.policy)
        yield Statement(f"{number}. {shown}（{where}）", (quote,), "\n")
    rest = (Quote(h.policy, h.clause, _saying(h.clause, understanding.words)[0]) for h in hits)
    yield Outcome(evidence.status, further=tuple(rest)[_LISTED:])


def _saying(clause: Clause, words: Sequence[str]) -> tuple[Span, list[Span]]:
    """The first sentence that holds one of the words, and where they stand in it."""
    for sentence in clause.sentences():
        text = sentence.of(clause.text)
        if found := [Span(*m.span()) for word in words for m in re.finditer(re.escape(word), text)]:
            return sentence, found
    return next(clause.sentences()), []


def whole(hit: Hit, about: PolicyHead | None) -> Iterator[Statement]:
    """A clause from its first to its last word."""
    text = hit.clause.text
    quote = Quote(hit.policy, hit.clause, Span(0, len(text)))
    yield Statement(lead(hit, about), (quote,), "：\n\n")
    yield Statement(f"{blockquote(text)}\n\n")


def headings(hits: Sequence[Hit], library: Policies) -> Iterator[Statement]:
    """The first words of each clause, numbered as the policy does."""
    sections = [hit.clause for hit in hits]
    units = sum(_units(section, library) for section in sections)
    within = f"，含 {units} 项" if units > len(hits) else ""
    yield Statement(f"共 {len(hits)} 条{within}：\n\n")
    for hit in hits:
        quote = Quote(hit.policy, hit.clause, next(hit.clause.sentences()))
        yield Statement(f"- {escape(quote.text)}", (quote,), "\n")


def _units(section: Clause, library: Policies) -> int:
    if section.unit:
        return 1
    clauses = library.policy(section.policy_id).clauses
    return sum(clause.unit and below(clause, section) for clause in clauses)


def lead(hit: Hit, about: PolicyHead | None) -> str:
    """Where a clause stands; its policy is named unless the talk is about that one anyway."""
    policy = "" if hit.policy == about else f"《{escape(hit.policy.name)}》"
    return f"{policy}{escape(hit.clause.name)}"


def _named(hit: Hit, about: PolicyHead | None, library: Policies) -> Iterator[Statement]:
    if children := _children(hit.clause, library):
        yield Statement(f"{lead(hit, about)}下设")
        yield from headings([replace(hit, clause=child) for child in children], library)
    else:
        yield from whole(hit, about)


def _children(clause: Clause, library: Policies) -> list[Clause]:
    """The children of a section; none for a clause that is quoted in full."""
    if clause.unit or len(clause.text) <= LONGEST:
        return []
    policy = library.policy(clause.policy_id)
    return [child for child in policy.clauses if child.parent == clause.id]
