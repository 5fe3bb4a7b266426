"""Clauses that were asked for by name → their words: whole, as a list, or as a place."""

from collections.abc import Iterator, Sequence

from chatbot.answer import Quote, Statement
from chatbot.compose.passage import LONGEST
from chatbot.evidence import Evidence
from chatbot.markdown import blockquote, escape
from chatbot.understanding.followup import Ask
from index.clause import Clause, Hit, PolicyHead, Span
from index.library import Library


def named_clauses(evidence: Evidence, library: Library) -> Iterator[Statement]:
    """The clauses in full, or as a list of headings for a section."""
    understanding, hits = evidence.understanding, evidence.hits
    if understanding.ask is Ask.PLACE:
        yield place(hits[0])
    elif understanding.ask is Ask.CHILDREN and len(hits) > 1:
        yield from headings([(hit.policy, hit.clause) for hit in hits])
    else:
        for hit in hits:
            yield from _named(hit, understanding.policy, library)


def place(hit: Hit) -> Statement:
    """Where a clause stands."""
    quote = Quote(hit.policy, hit.clause, next(hit.clause.sentences()))
    return Statement(f"出自《{escape(hit.policy.name)}》：{escape(hit.clause.heading)}", (quote,))


def whole(hit: Hit, about: PolicyHead | None) -> Iterator[Statement]:
    """A clause from its first to its last word."""
    text = hit.clause.text
    quote = Quote(hit.policy, hit.clause, Span(0, len(text)))
    yield Statement(lead(hit, about), (quote,), "：\n\n")
    yield Statement(f"{blockquote(text)}\n\n")


def headings(clauses: Sequence[tuple[PolicyHead, Clause]]) -> Iterator[Statement]:
    """The first words of each clause, numbered as the policy does."""
    yield Statement(f"共 {len(clauses)} 条：\n\n")
    for policy, clause in clauses:
        span = next(clause.sentences())
        yield Statement(f"- {escape(span.of(clause.text))}", (Quote(policy, clause, span),), "\n")


def lead(hit: Hit, about: PolicyHead | None) -> str:
    """Where a clause stands; its policy is named unless the talk is about that one anyway."""
    policy = "" if hit.policy == about else f"《{escape(hit.policy.name)}》"
    return f"{policy}{escape(hit.clause.name)}"


def _named(hit: Hit, about: PolicyHead | None, library: Library) -> Iterator[Statement]:
    if children := _children(hit.clause, library):
        yield Statement(f"{lead(hit, about)}下设")
        yield from headings([(hit.policy, child) for child in children])
    else:
        yield from whole(hit, about)


def _children(clause: Clause, library: Library) -> list[Clause]:
    """The children of a section; none for a clause that is quoted in full."""
    if clause.unit or len(clause.text) <= LONGEST:
        return []
    policy = library.policy(clause.policy_id)
    return [child for child in policy.clauses if child.parent == clause.id]
