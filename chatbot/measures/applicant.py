"""A measure beside a profile → its case: each condition, and whether the profile meets it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from chatbot.measures.audience import AUDIENCES, Audience, Verdict
from chatbot.measures.fields import COMMON, Trade
from chatbot.measures.measure import Measure
from chatbot.measures.needs import wording
from chatbot.measures.profile import Profile, Stage
from chatbot.measures.reasons import About, Case, Reason
from chatbot.measures.vocabulary import Term
from index.clause import PolicyHead, Span
from index.region import province, region
from index.tokens import folded
from index.words import content_words

_STAGES: dict[Stage, re.Pattern[str]] = {
    Stage.START: re.compile(r"初创|创业|孵化|投早|投小|早期"),
    Stage.RESEARCH: re.compile(r"攻关|研发|突破关键|核心技术|基础研究"),
    Stage.PILOT: re.compile(r"中试|试制|熟化|验证"),
    Stage.INDUSTRIAL: re.compile(r"产业化|首台|首批次|规模化|新技术新产品应用"),
    Stage.GROWTH: re.compile(r"推广|对接|展会|场景"),
}
"""Stage of a product → what measures that help in it speak of."""
_OPEN = (Reason(About.AUDIENCE, Verdict.OPEN, "未限定对象"),)
"""On the audience of a measure that names nobody."""
_TELLING = 4
"""Characters of a description that tell much wherever they stand."""
_SHARE = 0.4
"""Share of a description that tells much, however short."""
_BEST_FIRST = tuple(Verdict)


class Applicant:
    """An organisation, read once for all the measures that are held against it.

    Args:
        profile: what it says of itself.
        also: what policies may call what it describes.
    """

    def __init__(self, profile: Profile, also: Sequence[str] = ()) -> None:
        self.profile = profile
        self._standings = {known.name: _standing(known, profile) for known in AUDIENCES}
        self._trade = Trade.of(profile.description, also)
        self._needs = [(need, wording(need)) for need in profile.needs]

    def case(self, measure: Measure, head: PolicyHead) -> Case:
        """What it says to a measure, of a policy with this head."""
        return Case(
            self._audience(measure),
            self._content(measure),
            self._field(measure) if measure.fields else None,
            tuple(self._met(measure)) if self._needs else (),
            self._stage(measure) if self.profile.stage else None,
            _region(head.name, self.profile.region),
            tuple(self._conditions(measure)) if measure.conditions else (),
        )

    def _audience(self, measure: Measure) -> tuple[Reason, ...]:
        """One for each that is named, best first."""
        if not measure.meant:
            return _OPEN
        found = []
        for name, span, known in measure.meant:
            verdict, said = self._standings[name] if known else (Verdict.UNKNOWN, "")
            found.append(Reason(About.AUDIENCE, verdict, name, span, said, known))
        return tuple(sorted(found, key=_rank))

    def _content(self, measure: Measure) -> Reason | None:
        """On the longest piece of the description that the measure's own words hold."""
        piece = _shared(self.profile.description, measure.text)
        if not piece:
            return None
        span = _found(_literally(piece), measure)
        return Reason(About.CONTENT, Verdict.MET, piece, span, piece)

    def _field(self, measure: Measure) -> Reason | None:
        """On the field that fits best; none for a wide one, which excludes nobody."""
        judged = [
            Reason(About.FIELD, verdict, field.name, field.span, self.profile.description)
            for field in measure.about
            if (verdict := field.standing(self._trade))
        ]
        return min(judged, key=_rank, default=None)

    def _met(self, measure: Measure) -> Iterator[Reason]:
        """A need is met by an instrument of the measure, or by what its words speak of."""
        for need, named in self._needs:
            words = named or _literally(_shared(need, measure.text) or need)
            terms = (t.span for t in measure.instruments if words.search(_both(t, measure)))
            if span := next(terms, None) or _found(words, measure):
                yield Reason(About.NEED, Verdict.MET, need, span, need)

    def _stage(self, measure: Measure) -> Reason | None:
        stage = self.profile.stage
        if not stage or not (span := _found(_STAGES[stage], measure)):
            return None
        words = span.of(measure.clause.text)
        return Reason(About.STAGE, Verdict.MET, words, span, stage.value)

    def _conditions(self, measure: Measure) -> Iterator[Reason]:
        """A condition is met where the profile says its words, else it is not known."""
        for span in measure.conditions:
            words = span.of(measure.clause.text)
            said = _shared(self.profile.words, words)
            verdict = Verdict.MET if said else Verdict.UNKNOWN
            yield Reason(About.CONDITION, verdict, words, span, said)


def _standing(known: Audience, profile: Profile) -> tuple[Verdict, str]:
    """Whether an organisation is one of those meant, and its words that make it one."""
    verdict = known.standing(profile)
    return verdict, known.said(profile) if verdict is Verdict.MET else ""


def _rank(reason: Reason) -> int:
    return _BEST_FIRST.index(reason.verdict)


def _found(words: re.Pattern[str], measure: Measure) -> Span | None:
    """Where a measure says words, in its clause's text."""
    found = words.search(measure.text)
    return Span(*found.span()).moved(measure.span.start) if found else None


def _literally(words: str) -> re.Pattern[str]:
    return re.compile(re.escape(words), re.IGNORECASE)


def _both(term: Term, measure: Measure) -> str:
    return f"{term.name} {term.span.of(measure.clause.text)}"


def _shared(description: str, text: str) -> str:
    """The longest run of words of a description that stands in a text; "" if it tells little."""
    ground = folded(text)
    for piece in _pieces(description):
        if piece in ground:
            return "" if piece in COMMON else piece
    return ""


@lru_cache(maxsize=256)
def _pieces(description: str) -> tuple[str, ...]:
    """The runs of words of a description, folded, that are long enough to tell; longest first."""
    plain, words = folded(description), content_words(description)
    least = min(_TELLING, sum(map(len, words)) * _SHARE)
    begins = [plain.find(word) for word in words]
    ends = [begin + len(word) for begin, word in zip(begins, words, strict=True)]
    runs = [plain[begin:end] for at, begin in enumerate(begins) for end in ends[at:] if end > begin]
    return tuple(sorted((run for run in runs if len(run) >= max(2, least)), key=len, reverse=True))


@lru_cache(maxsize=256)
def _region(name: str, own: str) -> Reason | None:
    """On where a policy holds, by its name; a national one holds everywhere, and needs no saying.

    Args:
        name: of the policy.
        own: where the organisation is.
    """
    if not (place := region(name)):
        return None
    where = re.sub(r"(?:省|市|自治区)$", "", own)
    province_own, province_theirs = province(own), province(name)
    if where and where in name:
        verdict = Verdict.MET
    elif province_own and province_theirs and province_own != province_theirs:
        verdict = Verdict.NOT_MET
    else:
        verdict = Verdict.UNKNOWN
    return Reason(About.REGION, verdict, place, said=own)
