"""Profile → the measures that fit, best first, each with its reasons."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from chatbot.answer import Quote
from chatbot.answerable import signals
from chatbot.measures.audience import Verdict
from chatbot.measures.measure import Measure
from chatbot.measures.profile import Organisation, Profile
from chatbot.measures.reasons import About, Reason, reasons
from index.clause import Hit, Policy, PolicyHead
from index.filters import Filters
from index.search import Search
from index.tokens import terms

MeasuresOf = Callable[[Policy], Sequence[Measure]]
"""A policy → its measures."""

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

_AUDIENCE = {
    Verdict.MET: 0.8,
    Verdict.OPEN: 0.5,
    Verdict.UNKNOWN: 0.5,
    Verdict.INDIRECT: 0.2,
    Verdict.NOT_MET: 0.0,
}
"""How well a measure's audience fits, in [0, 1]."""
_QUALIFIED, _GENERAL = 1.0, 0.6
"""The same where it is met by a qualification, and where it is every enterprise."""
_INDIRECT = 0.7
"""What is left of the score of a measure that calls upon others."""
_ELSEWHERE = 0.85
"""What is left of it where the policy may hold elsewhere alone."""


@dataclass(frozen=True)
class Match:
    """A measure beside a profile.

    Attributes:
        hit: the measure's clause as the search found it for the profile.
        score: how well it fits, in [0, 1].
        reasons: at least one, on the audience.
    """

    measure: Measure
    hit: Hit
    score: float
    reasons: tuple[Reason, ...]

    @property
    def policy(self) -> PolicyHead:
        """The policy that the measure is from."""
        return self.hit.policy

    @property
    def quote(self) -> Quote:
        """The measure's own words."""
        return Quote(self.policy, self.measure.clause, self.measure.span)

    @cached_property
    def audience(self) -> Verdict:
        """Whether it is meant for the profile's organisation."""
        return next(each.verdict for each in self.reasons if each.about is About.AUDIENCE)

    @cached_property
    def close(self) -> bool:
        """Whether it names what the organisation makes, or may mean it."""
        return any(
            (each.about is About.CONTENT and each.verdict is Verdict.MET)
            or (each.about is About.FIELD and each.said and each.verdict is not Verdict.NOT_MET)
            for each in self.reasons
        )

    @cached_property
    def applies(self) -> bool:
        """Whether it may be offered: something speaks for it, and nothing excludes it."""
        met = any(each.verdict is Verdict.MET for each in self.reasons)
        against = {each.about for each in self.reasons if each.verdict is Verdict.NOT_MET}
        excluded = self.audience is Verdict.NOT_MET or About.REGION in against
        elsewhere = About.FIELD in against and not self.close
        return (met or self.close) and not excluded and not elsewhere

    @cached_property
    def qualified(self) -> bool:
        """Whether it is meant for the organisation, and not for every enterprise."""
        return any(
            each.about is About.AUDIENCE and each.verdict is Verdict.MET and each.telling
            for each in self.reasons
        )

    @cached_property
    def telling(self) -> bool:
        """Whether more speaks for it than that it is for every enterprise."""
        met = any(each.verdict is Verdict.MET and each.telling for each in self.reasons)
        return met or self.close

    @property
    def instrument(self) -> str:
        """The group it stands in: the instrument that is needed, or else its first."""
        met = {each.span for each in self.reasons if each.about is About.NEED}
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
    def of(cls, description: str, searcher: Search, filters: Filters) -> "_Trade":
        """What is found for a description."""
        if not description:
            return cls()
        query = searcher.read(description)
        hits = searcher.search(description, _POOL, filters)
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
    hits = {hit.clause.id: hit for hit in searcher.search(_sought(profile), _POOL, filters)}
    trade = _Trade.of(profile.description, searcher, filters)
    best = max((hit.score for hit in hits.values()), default=1.0) or 1.0
    policies = dict.fromkeys(hit.clause.policy_id for hit in hits.values())
    found = [
        _judged(profile, measure, hit, trade, hit.score / best)
        for policy_id in policies
        for measure in measures_of(searcher.library.policy(policy_id))
        if (hit := hits.get(measure.clause.id))
    ]
    ranked = sorted(found, key=lambda each: (not each.applies, not each.telling, -each.score))
    return tuple(ranked[:limit])


def fitting(profile: Profile, matches: Sequence[Match]) -> tuple[Match, ...]:
    """Those that apply.

    None where a trade is named that no measure is about, unless one is meant for organisations
    like this whatever their trade.
    """
    apply = tuple(each for each in matches if each.applies)
    known = not profile.description or any(each.close or each.qualified for each in apply)
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
    if not found.applies and found.audience is not Verdict.UNKNOWN:
        return asked
    named = any(each.about is About.CONTENT for each in found.reasons)
    for reason in found.reasons:
        if reason.verdict is not Verdict.UNKNOWN:
            continue
        if reason.about is About.AUDIENCE and found.audience is Verdict.UNKNOWN:
            asked[f"贵单位是否为{reason.name}？"] = _weight(reason)
        elif reason.about is About.REGION:
            asked[f"贵单位是否在{reason.name}？"] = 3
        elif reason.about is About.FIELD and not named:
            asked[f"贵单位的产品是否涉及{reason.name}？"] = 3 if reason.said else 1
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


def _judged(profile: Profile, measure: Measure, hit: Hit, trade: _Trade, relevance: float) -> Match:
    why = reasons(measure, hit.policy, profile, trade.also)
    closeness = trade.closeness.get(hit.clause.id, 0.0)
    words = f"{profile.words} {profile.organisation.value}"
    said = (relevance + _overlap(words, measure.text)) / 2
    return Match(measure, hit, _score(profile, why, closeness, said), why)


def _overlap(words: str, text: str) -> float:
    """Share of the tokens of `words` that a text holds, in [0, 1]."""
    tokens = terms(words)
    return len(tokens & terms(text)) / len(tokens) if tokens else 0.0


def _score(profile: Profile, why: Sequence[Reason], closeness: float, relevance: float) -> float:
    """Mean of what the profile speaks to, each by how much it tells."""
    audience = next(each for each in why if each.about is About.AUDIENCE)
    parts = [(2.0, _fit(audience)), (1.0, relevance)]
    if profile.description:
        parts.append((3.0, (closeness + _held(profile, why)) / 2))
    if profile.needs:
        met = {each.said for each in why if each.about is About.NEED}
        parts.append((2.0, min(1.0, len(met) / min(2, len(profile.needs)))))
    if profile.stage:
        parts.append((0.5, float(any(each.about is About.STAGE for each in why))))
    mean = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
    indirect = audience.verdict is Verdict.INDIRECT
    elsewhere = any(e.about is About.REGION and e.verdict is Verdict.UNKNOWN for e in why)
    return mean * (_INDIRECT if indirect else 1.0) * (_ELSEWHERE if elsewhere else 1.0)


def _fit(reason: Reason) -> float:
    """How well the organisation is one of those that a measure means, in [0, 1]."""
    if reason.verdict is Verdict.MET and not reason.telling:
        return _GENERAL
    if reason.verdict is Verdict.MET and (who := reason.audience) and who.singles_out:
        return _QUALIFIED
    return _AUDIENCE[reason.verdict]


def _held(profile: Profile, why: Sequence[Reason]) -> float:
    """Share of the description that the measure's own words hold, or its field, in [0, 1]."""
    in_field = any(e.about is About.FIELD and e.verdict is Verdict.MET for e in why)
    pieces = [len(each.name) for each in why if each.about is About.CONTENT]
    share = max(pieces, default=0) / len(profile.description)
    return max(share, 0.8 if in_field else 0.0)
