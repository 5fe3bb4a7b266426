"""What an answer may rest on, and whether that is enough."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from chatbot.answer import Status
from chatbot.answerable import Answerable, answerable, missing, possible, unheld
from chatbot.measures.match import Match, MeasuresOf, fitting, match
from chatbot.narrowing import holds, is_topic, narrowed, own_first
from chatbot.question import MAX_QUESTION
from chatbot.understanding import Intent, Understanding
from chatbot.understanding.comparison import Side
from chatbot.understanding.definition import defined, defines
from chatbot.understanding.facts import Fact, FactQuestion, values
from chatbot.understanding.followup import Ask, leans
from chatbot.understanding.mention import mentioned
from chatbot.understanding.reference import wording
from chatbot.understanding.section import below
from index.clause import Clause, Hit, PolicyHead
from index.edition import Policies
from index.query import Query
from index.query.spelling import Correction
from index.search import Search
from index.tokens import fold
from index.validity import State

_TITLED = re.compile(r"《[^》]*》")
_SIDE = 50
"""Clauses looked at for each of the things compared, and for a definition."""
_NAMED = 3
"""Words named that stand nowhere."""

_LOOKED_AT = 3
"""Clauses in which a follow-up's own words are looked for."""
_SUGGESTED = 3
"""Clauses that exist, offered in place of one that does not."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a question, best first.

    Attributes:
        hits: what the answer may quote; with `NOT_FOUND` merely the nearest.
        corrections: what was taken for a slip in the question.
        terms: what the clauses may call the question's words.
        missing: what is asked for and stands nowhere: “深圳”, 金额.
        nearly: the hits are the nearest in meaning, and do not use the question's words.
        matches: measures beside the profile of whoever asks, best first.
        suggestions: questions that would have an answer, where this one has none.
    """

    understanding: Understanding
    hits: tuple[Hit, ...]
    status: Status
    corrections: tuple[Correction, ...] = ()
    terms: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    nearly: bool = False
    matches: tuple[Match, ...] = ()
    suggestions: tuple[str, ...] = ()


def gather(understanding: Understanding, searcher: Search, measures_of: MeasuresOf) -> Evidence:
    """Find what the question needs and judge whether it suffices."""
    library = searcher.library
    match understanding.intent:
        case Intent.ABUSE | Intent.GREETING | Intent.CARD:
            refused = understanding.intent is Intent.ABUSE
            return Evidence(understanding, (), Status.REFUSED if refused else Status.ANSWERED)
        case Intent.FACT:
            return _of_card(understanding)
        case Intent.REFERENCE:
            return _of_references(understanding, library)
        case Intent.MEASURES:
            return _of_measures(understanding, searcher, measures_of)
        case Intent.SEARCH if understanding.sides:
            return _of_sides(understanding, searcher)
        case Intent.SEARCH:
            return _of_talk(understanding, searcher)


def _of_card(understanding: Understanding) -> Evidence:
    policy, fact = understanding.policy, understanding.fact
    found = policy and fact and _is_known(fact, policy)
    status = Status.ANSWERED if found else Status.NOT_FOUND
    return Evidence(understanding, (), status, suggestions=understanding.choices)


def _is_known(asked: FactQuestion, policy: PolicyHead) -> bool:
    """Whether the card tells it; that nothing ends a policy tells nothing, where it is silent."""
    if asked.fact is not Fact.VALIDITY:
        return bool(values(asked.fact, policy.card))
    life = policy.validity
    begun = policy.card.effective is not None and not asked.of_the_end
    return life.stated or bool(life.ends) or life.state is not State.IN_FORCE or begun


def _of_references(understanding: Understanding, library: Policies) -> Evidence:
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


def _of_talk(understanding: Understanding, searcher: Search) -> Evidence:
    """What is found for a question alone; if that is nothing, with the question before it.

    A follow-up that names what the talk so far does not hold has turned to it: 资金方面呢.
    """
    found = _of_search(understanding, searcher)
    own = understanding.turned_to
    if own and not holds(own, found.hits[:_LOOKED_AT]):
        turned = _of_search(replace(understanding, text=own), searcher)
        if turned.status is Status.ANSWERED and not turned.nearly:
            return turned
    before = [turn.content for turn in understanding.question.turns if turn.role == "user"]
    alone = understanding.text.strip() == understanding.question.text.strip()
    if found.status is Status.ANSWERED or not before or not alone:
        return found
    whole = f"{understanding.text} {before[-1]}"[:MAX_QUESTION]
    again = _of_search(replace(understanding, text=whole), searcher)
    return again if again.status is Status.ANSWERED else found


def _of_search(understanding: Understanding, searcher: Search) -> Evidence:
    library = searcher.library
    query = searcher.read(understanding.text)
    if query.asked != understanding.text:
        understanding = replace(understanding, text=query.asked)
    hits = searcher.search(query.asked, filters=understanding.question.filters)
    if section := understanding.within:
        hits = [hit for hit in hits if below(hit.clause, section)] or hits
    nearest, hits = hits, narrowed(query, hits)
    if leans(understanding.question.text):
        hits = own_first(understanding.question.text, hits)
    if defining := _defining(query.text, searcher, understanding):
        return Evidence(understanding, defining, Status.ANSWERED, query.corrections)
    if words := mentioned(understanding.text):
        holding = _holding(words, hits, understanding, library)
        understanding = replace(understanding, words=words if holding else ())
        hits, enough = holding or hits, Answerable.YES if holding else Answerable.NO
    else:
        enough = _enough(query, hits)
    if enough and understanding.ask in {Ask.NEXT, Ask.PREVIOUS}:
        top = hits[0]
        hits = list(_certain(_asked_for(understanding.ask, [top.clause], library), library))
        enough = enough if hits else Answerable.NO
    said = (query.corrections, query.related)
    if enough:
        nearly = enough is Answerable.NEARLY
        return Evidence(understanding, tuple(hits), Status.ANSWERED, *said, nearly=nearly)
    lacking = _lacking(query, nearest, understanding, library)
    return Evidence(understanding, tuple(nearest), Status.NOT_FOUND, *said, missing=lacking)


def _enough(query: Query, hits: Sequence[Hit]) -> Answerable:
    """Whether the hits answer; a bare topic must stand in them, for nothing else tells what for."""
    if is_topic(query.asked) and unheld(query, hits):
        return Answerable.NO
    return answerable(query, hits)


def _lacking(
    query: Query, hits: Sequence[Hit], understanding: Understanding, library: Policies
) -> tuple[str, ...]:
    """What is asked for and stands nowhere, neither in the hits nor elsewhere in the policy."""
    policy = understanding.policy
    whole = _untitled(library.policy(policy.id).text) if policy else ""
    named = missing(query, hits) or tuple(
        f"“{word}”" for word in unheld(query, hits) if len(word) > 1
    )
    return tuple(each for each in named if fold(each.strip("“”")) not in whole)[:_NAMED]


@lru_cache(maxsize=16)
def _untitled(text: str) -> str:
    """A policy's whole text, folded, without the titles that it names."""
    return fold(_TITLED.sub("", text))


def _holding(
    words: Sequence[str], hits: Sequence[Hit], understanding: Understanding, library: Policies
) -> list[Hit]:
    """All clauses of the policy in question that hold one of the words, or such hits.

    Those that hold more of the words come first.
    """
    if policy := understanding.policy:
        units = (clause for clause in library.policy(policy.id).clauses if clause.unit)
        hits = _certain(list(units), library)
    counts = [(sum(word in hit.clause.text for word in words), hit) for hit in hits]
    return [hit for count, hit in sorted(counts, key=lambda each: -each[0]) if count]


def _of_measures(
    understanding: Understanding, searcher: Search, measures_of: MeasuresOf
) -> Evidence:
    """The measures that fit; where none does, what an ordinary search finds, if it answers."""
    profile = understanding.profile
    filters = understanding.question.filters
    matches = match(profile, searcher, measures_of, filters=filters) if profile else ()
    if profile and fitting(profile, matches):
        return Evidence(understanding, (), Status.ANSWERED, matches=matches)
    found = _of_search(replace(understanding, intent=Intent.SEARCH), searcher)
    if found.status is Status.ANSWERED and not found.nearly:
        return found
    return replace(found, status=Status.NOT_FOUND, matches=matches)


def _of_sides(understanding: Understanding, searcher: Search) -> Evidence:
    """The best clause for each of the things compared."""
    best: list[Hit] = []
    filters = understanding.question.filters
    enough = True
    for side in understanding.sides:
        query = searcher.read(side.text)
        hits = [hit for hit in searcher.search(query.asked, _SIDE, filters) if _on(side, hit)]
        found = possible(query, hits) if side.section else bool(answerable(query, hits))
        enough = enough and bool(hits) and found
        best += hits[:1]
    status = Status.ANSWERED if enough else Status.NOT_FOUND
    return Evidence(understanding, tuple(best), status)


def _on(side: Side, hit: Hit) -> bool:
    return side.section is None or below(hit.clause, side.section)


def _defining(text: str, searcher: Search, understanding: Understanding) -> tuple[Hit, ...]:
    """The clauses that say what the term is that is asked about."""
    term = defined(text)
    if not term:
        return ()
    filters = understanding.question.filters
    hits = searcher.search(text, _SIDE, filters)
    return tuple(
        hit
        for hit in hits
        if any(defines(span.of(hit.clause.text), term) for span in hit.clause.sentences())
    )


def _asked_for(ask: Ask, clauses: Sequence[Clause], library: Policies) -> list[Clause]:
    """The clauses themselves, their children, or the neighbours before or after."""
    if not clauses or ask not in {Ask.NEXT, Ask.PREVIOUS, Ask.CHILDREN}:
        return list(clauses)
    policy = library.policy(clauses[0].policy_id)
    if ask is Ask.CHILDREN:
        parents = {clause.id for clause in clauses}
        children = [c for c in policy.clauses if c.parent in parents]
        return [c for c in children if c.number] or children or list(clauses)
    same = [c for c in policy.clauses if c.kind is clauses[0].kind and c.number]
    at = same.index(clauses[0]) + (1 if ask is Ask.NEXT else -1)
    return [same[at]] if 0 <= at < len(same) else []


def _certain(clauses: Sequence[Clause], library: Policies) -> tuple[Hit, ...]:
    return tuple(
        Hit(clause, library.head(clause.policy_id), score=1.0, coverage=0.0, cosine=0.0)
        for clause in clauses
    )
