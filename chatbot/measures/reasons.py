"""A measure beside a profile → what speaks for it, against it, and what is not known."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from chatbot.measures.audience import Audience, Verdict, audience
from chatbot.measures.measure import Measure, Term
from chatbot.measures.needs import wording
from chatbot.measures.profile import Profile, Stage
from index.clause import PolicyHead, Span
from index.region import province, region
from index.tokens import folded
from index.words import content_words


class About(StrEnum):
    """What a reason is about."""

    AUDIENCE = "适用对象"
    CONTENT = "内容"
    FIELD = "领域"
    NEED = "需求"
    STAGE = "阶段"
    REGION = "地区"
    CONDITION = "条件"


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition, and whether it is met.

    Attributes:
        name: what the condition is, for a reader: 中小企业.
        span: the measure's words for it, in its clause's text; None where the measure has none.
        said: the profile's words for it; "" where it has none.
        audience: whom the measure means, where that is known and the reason is about it.
    """

    about: About
    verdict: Verdict
    name: str
    span: Span | None = None
    said: str = ""
    audience: Audience | None = None

    @property
    def telling(self) -> bool:
        """Whether it says something that this is met: not where every enterprise is meant."""
        return self.audience is None or not self.audience.general


_STAGES: dict[Stage, re.Pattern[str]] = {
    Stage.START: re.compile(r"初创|创业|孵化|投早|投小|早期"),
    Stage.RESEARCH: re.compile(r"攻关|研发|突破关键|核心技术|基础研究"),
    Stage.PILOT: re.compile(r"中试|试制|熟化|验证"),
    Stage.INDUSTRIAL: re.compile(r"产业化|首台|首批次|规模化|新技术新产品应用"),
    Stage.GROWTH: re.compile(r"推广|对接|展会|场景"),
}
"""Stage of a product → what measures that help in it speak of."""
_BROAD = re.compile(r"^(?:未来|前沿|新兴|战略性|传统|重点|高端装备|制造业|产业|新技术|新产品)")
"""Fields so wide that not to be named in them excludes nobody."""
_COMMON = frozenset(
    {"智能", "技术", "产业", "装备", "产品", "制造", "系统", "设备", "未来", "应用", "企业", "研发"}
)
"""Words that two fields may share without being near."""
_TELLING = 4
"""Characters of a description that tell much wherever they stand."""
_SHARE = 0.4
"""Share of a description that tells much, however short."""
_BEST_FIRST = tuple(Verdict)


def reasons(
    measure: Measure, head: PolicyHead, profile: Profile, also: Sequence[str] = ()
) -> tuple[Reason, ...]:
    """What a profile says to each condition of a measure, and to what it is about.

    Args:
        measure: whose conditions they are.
        head: of its policy.
        profile: what the organisation says of itself.
        also: what policies may call what the profile describes.
    """
    return (
        *_audience(measure, profile),
        *_content(measure, profile),
        *_field(measure, profile, also),
        *_needs(measure, profile),
        *_stage(measure, profile),
        *_region(head, profile),
        *_conditions(measure, profile),
    )


def _audience(measure: Measure, profile: Profile) -> Iterator[Reason]:
    """One for each that is named, best first."""
    found: dict[str, Reason] = {}
    for term, known in _beneficiaries(measure):
        name = known.name if known else term.span.of(measure.clause.text)
        verdict = known.standing(profile) if known else Verdict.UNKNOWN
        said = known.said(profile) if known and verdict is Verdict.MET else ""
        reason = Reason(About.AUDIENCE, verdict, name, term.span, said, known)
        found.setdefault(name, reason)
    if not found:
        yield Reason(About.AUDIENCE, Verdict.OPEN, "未限定对象")
    yield from sorted(found.values(), key=_rank)


def _rank(reason: Reason) -> int:
    return _BEST_FIRST.index(reason.verdict)


@lru_cache(maxsize=4096)
def _beneficiaries(measure: Measure) -> tuple[tuple[Term, Audience | None], ...]:
    """Who benefits, and whom that means: it is the same whoever asks."""
    return tuple((term, audience(term, measure)) for term in _widest(measure.beneficiaries))


def _widest(terms: Sequence[Term]) -> list[Term]:
    """The terms that are no part of another: not 企业 in 中央企业."""
    return [
        term
        for term in terms
        if not any(each.span != term.span and each.span.covers(term.span) for each in terms)
    ]


def _content(measure: Measure, profile: Profile) -> Iterator[Reason]:
    """The longest piece of the description that the measure's own words hold."""
    if piece := _shared(profile.description, measure.text):
        found = re.search(re.escape(piece), measure.text, re.IGNORECASE)
        span = Span(*found.span()).moved(measure.span.start) if found else None
        yield Reason(About.CONTENT, Verdict.MET, piece, span, piece)


def _shared(description: str, text: str) -> str:
    """The longest run of words of a description that stands in a text; "" if it tells little."""
    plain, ground = folded(description), folded(text)
    words = _places(description)
    best = ""
    for number, (first, _) in enumerate(words):
        for _, last in words[number:]:
            if last - first > len(best) and plain[first:last] in ground:
                best = plain[first:last]
    telling = len(best) >= _TELLING or len(best) >= sum(end - at for at, end in words) * _SHARE
    return best if telling and len(best) > 1 and best not in _COMMON else ""


@lru_cache(maxsize=256)
def _places(description: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a description begin and end, once folded."""
    plain, words = folded(description), content_words(description)
    begins = (plain.find(word) for word in words)
    return tuple((at, at + len(word)) for at, word in zip(begins, words, strict=True))


def _field(measure: Measure, profile: Profile, also: Sequence[str]) -> Iterator[Reason]:
    """The field that fits best; none for a wide one, which excludes nobody."""
    also = tuple(also)
    judged = [
        Reason(About.FIELD, verdict, term.name, term.span, profile.description)
        for term in measure.fields
        if (verdict := _in_field(_called(term, measure), profile.description, also))
    ]
    if judged:
        yield min(judged, key=_rank)


def _called(term: Term, measure: Measure) -> tuple[str, str]:
    """A field as the vocabulary and as the clause call it."""
    return folded(term.name), folded(term.span.of(measure.clause.text))


@lru_cache(maxsize=1024)
def _in_field(words: tuple[str, str], description: str, also: tuple[str, ...]) -> Verdict | None:
    """How a field, by what it is called, stands to a description; None where it excludes nobody."""
    own = folded(description)
    if own and any(word in own or own in word for word in words):
        return Verdict.MET
    if any(_BROAD.match(word) for word in words):
        return None
    if not own or any(word in other or other in word for word in words for other in also):
        return Verdict.UNKNOWN
    shared = set(content_words(description)) & set(content_words(" ".join(words)))
    telling = {word for word in shared if len(word) > 1} - _COMMON
    return Verdict.UNKNOWN if telling else Verdict.NOT_MET


def _needs(measure: Measure, profile: Profile) -> Iterator[Reason]:
    """A need is met by an instrument of the measure, or by what its words speak of."""
    for need in profile.needs:
        own = _shared(need, measure.text) or need
        words = wording(need) or re.compile(re.escape(own), re.IGNORECASE)
        terms = [t.span for t in measure.instruments if words.search(_both(t, measure))]
        found = words.search(measure.text)
        span = Span(*found.span()).moved(measure.span.start) if found else None
        if span := next(iter(terms), span):
            yield Reason(About.NEED, Verdict.MET, need, span, need)


def _both(term: Term, measure: Measure) -> str:
    return f"{term.name} {term.span.of(measure.clause.text)}"


def _stage(measure: Measure, profile: Profile) -> Iterator[Reason]:
    if profile.stage and (found := _STAGES[profile.stage].search(measure.text)):
        span = Span(*found.span()).moved(measure.span.start)
        yield Reason(About.STAGE, Verdict.MET, found.group(), span, profile.stage.value)


def _region(head: PolicyHead, profile: Profile) -> Iterator[Reason]:
    """A national policy holds everywhere, and that needs no saying."""
    if not (place := region(head.name)):
        return
    where = re.sub(r"(?:省|市|自治区)$", "", profile.region)
    own, theirs = province(profile.region), province(head.name)
    if where and where in head.name:
        verdict = Verdict.MET
    elif own and theirs and own != theirs:
        verdict = Verdict.NOT_MET
    else:
        verdict = Verdict.UNKNOWN
    yield Reason(About.REGION, verdict, place, said=profile.region)


def _conditions(measure: Measure, profile: Profile) -> Iterator[Reason]:
    """A condition is met where the profile says its words, else it is not known."""
    for span in measure.conditions:
        words = span.of(measure.clause.text)
        said = _shared(profile.words, words)
        yield Reason(About.CONDITION, Verdict.MET if said else Verdict.UNKNOWN, words, span, said)
