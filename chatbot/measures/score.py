"""How well a measure fits: by what speaks for it, and how near the search found it."""

from chatbot.measures.audience import Verdict
from chatbot.measures.profile import Profile
from chatbot.measures.reasons import Case, Reason

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
_IN_FIELD = 0.8
"""How well a measure of its field fits what an organisation makes, whatever its words."""


def score(profile: Profile, case: Case, closeness: float, relevance: float) -> float:
    """Mean of what the profile speaks to, each by how much it tells, in [0, 1].

    Args:
        profile: of the organisation.
        case: what it says to the measure.
        closeness: of the measure's clause to what the organisation makes, in [0, 1].
        relevance: of the measure to all that the profile says, in [0, 1].
    """
    audience, region = case.audience[0], case.region
    total, weight = 2.0 * _fit(audience) + relevance, 3.0
    if profile.description:
        total += 3.0 * ((closeness + _held(profile, case)) / 2)
        weight += 3.0
    if profile.needs:
        met = {each.said for each in case.needs}
        total += 2.0 * min(1.0, len(met) / min(2, len(profile.needs)))
        weight += 2.0
    if profile.stage:
        total += 0.5 * (case.stage is not None)
        weight += 0.5
    mean = total / weight
    indirect = audience.verdict is Verdict.INDIRECT
    elsewhere = region is not None and region.verdict is Verdict.UNKNOWN
    return mean * (_INDIRECT if indirect else 1.0) * (_ELSEWHERE if elsewhere else 1.0)


def _fit(reason: Reason) -> float:
    """How well the organisation is one of those that a measure means, in [0, 1]."""
    if reason.verdict is Verdict.MET and not reason.telling:
        return _GENERAL
    if reason.verdict is Verdict.MET and (who := reason.audience) and who.singles_out:
        return _QUALIFIED
    return _AUDIENCE[reason.verdict]


def _held(profile: Profile, case: Case) -> float:
    """Share of the description that the measure's own words hold, or its field, in [0, 1]."""
    in_field = case.field is not None and case.field.verdict is Verdict.MET
    share = len(case.content.name) / len(profile.description) if case.content else 0.0
    return max(share, _IN_FIELD if in_field else 0.0)
