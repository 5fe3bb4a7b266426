"""Profile → the measures that fit, best first, each with its reasons."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from chatbot.answer import Quote
from chatbot.answerable import signals
from chatbot.measures.applicant import Applicant
from chatbot.measures.audience import Verdict
from chatbot.measures.measure import Measure
from chatbot.measures.profile import Organisation, Profile
from chatbot.measures.reasons import Case, Reason
from chatbot.measures.score import score
from index.clause import Clause, Hit, PolicyHead
from index.filters import Filters
from index.query import Query
from index.search import Search
from index.tokens import terms

MeasuresOf = Callable[[Clause], Sequence[Measure]]
"""A clause → its measures."""

NO_INSTRUMENT = "综合支持"
"""Name of the group of the measures without an instrument."""
_POOL = 60
"""Clauses looked at."""
_DECISIVE, _ASKED = 2, 3
"""Questions to the user at most, on what measures ask and in all: more are not answered."""
_WORTH_ASKING = 2
"""Weight of a question below which it decides on too little."""
_MAKERS = {
    Organisation.ENTERPRISE: "贵单位从事什么行业，主要产品是什么？",
    Organisation.UNIVERSITY: "贵单位主要研究什么方向？",
    Organisation.INSTITUTE: "贵单位主要研究什么方向？",
    Organisation.PERSON: "您从事什么领域？",
}
"""How those are asked what they do of whom it matters."""
_PEOPLE = frozenset({"人民群众", "消费者", "农民", "人才"})
"""Whom measures serve and no organisation is."""


class Match(NamedTuple):
    """A measure beside a profile.

    Attributes:
        hit: the measure's clause as the search found it for the profile.
        score: how well it fits, in [0, 1].
        applies: whether it may be offered.
        telling: whether more speaks for it than that it is for every enterprise.
    """

    measure: Measure
    hit: Hit
    score: float
    case: Case
    applies: bool
    telling: bool

    @property
    def policy(self) -> PolicyHead:
        """The policy that the measure is from."""
        return self.hit.policy

    @property
    def quote(self) -> Quote:
        """The measure's own words."""
        return Quote(self.policy, self.measure.clause, self.measure.span)

    @property
    def audience(self) -> Verdict:
        """Whether it is meant for the profile's organisation."""
        return self.case.audience[0].verdict

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """At least one, on the audience, which come first."""
        return self.case.reasons

    @property
    def instrument(self) -> str:
        """The group it stands in: the instrument that is needed, or else its first."""
        met = {each.span for each in self.case.needs}
        terms = self.measure.instruments
        chosen = next((term for term in terms if term.span in met), next(iter(terms), None))
        return chosen.name if chosen else NO_INSTRUMENT


@dataclass(frozen=True, slots=True)
class Group:
    """Matches by one instrument, best first."""

    instrument: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class _Trade:
    """What an organisation makes, as the library knows it.

    Attributes:
        also: what policies may call it.
        closeness: clause id → how close to it the clause is, in [0, 1].
    """

    also: tuple[str, ...] = ()
    closeness: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, query: Query, hits: Sequence[Hit]) -> "_Trade":
        """What was found for a description."""
        found = ((hit.clause.id, signals(query, [hit])) for hit in hits)
        closeness = {key: max(0.0, min(1.0, (s.cosine + s.covered) / 2)) for key, s in found}
        return cls(tuple(synonym.term for synonym in query.synonyms), closeness)


def match(
    profile: Profile,
    searcher: Search,
    measures_of: MeasuresOf,
    limit: int = 100,
    filters: Filters = Filters(),
) -> tuple[Match, ...]:
    """The best measures of the clauses found for a profile.

    First those that apply, what is for every enterprise at their end; then those that do not, as
    the nearest there are.
    """
    sought, trade = _sought(profile), _Trade()
    hits = searcher.search(sought, _POOL, filters)
    if own := profile.description:
        close = hits if own == sought else searcher.search(own, _POOL, filters)
        trade = _Trade.of(searcher.read(own), close)
    # Among equals the policy found first is first, and of a policy what it says first.
    policies = list(dict.fromkeys(hit.clause.policy_id for hit in hits))
    hits.sort(key=lambda hit: (policies.index(hit.clause.policy_id), hit.clause.span.start))
    return tuple(sorted(_judged(profile, trade, measures_of, hits), key=_rank)[:limit])


def _judged(
    profile: Profile, trade: _Trade, measures_of: MeasuresOf, hits: Sequence[Hit]
) -> Iterator[Match]:
    """The measures of the clauses found, beside a profile."""
    applicant = Applicant(profile, trade.also)
    words = terms(f"{profile.words} {profile.organisation.value}")
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    for hit in hits:
        closeness = trade.closeness.get(hit.clause.id, 0.0)
        for measure in measures_of(hit.clause):
            case = applicant.case(measure, hit.policy)
            overlap = len(words & terms(measure.text)) / len(words) if words else 0.0
            relevance = (hit.score / best + overlap) / 2
            fit = score(profile, case, closeness, relevance)
            yield Match(measure, hit, fit, case, case.applies, case.telling)


def _rank(found: Match) -> tuple[bool, bool, float]:
    return not found.applies, not found.telling, -found.score


def fitting(profile: Profile, matches: Sequence[Match]) -> tuple[Match, ...]:
    """Those that apply.

    None where a trade is named that no measure is about, unless one is meant for organisations
    like this whatever their trade.
    """
    apply = tuple(each for each in matches if each.applies)
    known = not profile.description or any(each.case.close or each.case.qualified for each in apply)
    return apply if known else ()


def grouped(matches: Sequence[Match]) -> tuple[Group, ...]:
    """Matches by instrument; the group of the best first, in each the best first."""
    groups: dict[str, list[Match]] = {}
    for each in matches:
        groups.setdefault(each.instrument, []).append(each)
    return tuple(Group(name, tuple(members)) for name, members in groups.items())


def questions(profile: Profile, matches: Sequence[Match]) -> tuple[str, ...]:
    """What to ask the user: what decides on most of the measures, then what was not said."""
    weights: Counter[str] = Counter()
    for each in matches:
        for question, weight in _undecided(each).items():
            weights[question] += weight
    ranked = weights.most_common(_DECISIVE)
    decisive = [question for question, weight in ranked if weight >= _WORTH_ASKING]
    return (*decisive, *_unsaid(profile))[:_ASKED]


def _undecided(found: Match) -> dict[str, int]:
    """Questions whose answers say whether a measure applies → how much they matter."""
    asked: dict[str, int] = {}
    if found.audience is Verdict.UNKNOWN:
        for each in found.case.audience:
            if each.verdict is Verdict.UNKNOWN and each.name not in _PEOPLE:
                asked[f"贵单位是否为{each.name}？"] = _weight(each)
    elif not found.applies:
        return asked
    _, content, field, _, _, region, _ = found.case
    if field and field.verdict is Verdict.UNKNOWN and not content:
        asked[f"贵单位的产品是否涉及{field.name}？"] = 3 if field.said else 1
    if region and region.verdict is Verdict.UNKNOWN:
        asked[f"贵单位是否在{region.name}？"] = 3
    return asked


def _weight(reason: Reason) -> int:
    """Few are what others call upon, or belong to whom a measure names."""
    rare = reason.audience and (reason.audience.acts or reason.audience.ownerships)
    return 1 if rare else 3


def _unsaid(profile: Profile) -> Iterator[str]:
    if profile.organisation not in _MAKERS:
        return
    if not profile.description:
        yield _MAKERS[profile.organisation]
    if not profile.needs:
        yield "贵单位目前最需要哪方面的支持（资金、人才、场景、平台等）？"


def _sought(profile: Profile) -> str:
    """What clauses are looked for; what kind of organisation it is only where it says no more."""
    words = (profile.description, *profile.qualifications, *profile.needs)
    return " ".join(filter(None, words)) or profile.words
