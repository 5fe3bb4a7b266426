"""Clause → its measures, by rule.

A sentence is read part by part, between commas. A part that calls upon somebody (支持, 鼓励) or
does something (建设, 遴选) begins a measure; what only says how or what for (通过…, 加快…) belongs
to the measure before it, and what only says on which ground (结合…, 围绕…) to the one after.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from chatbot.measures.measure import Measure
from chatbot.measures.vocabulary import Term, Vocabulary
from index.clause import Clause, Kind, Span

_PART = re.compile(r"(?:“[^”]*”|《[^》]*》|（[^）]*）|[^，。；：！？\n])+")
_ADVERB = (
    r"加快|加速|大力|深入|定期|适时|同步|协同|积极|主动|重点|体系化|梯度|前瞻|广泛|着力|持续|不断"
    r"|逐步|稳妥|全面|科学|统筹|研究|合理|精准|依法|有序|联合|共同|进一步|率先|优先|深度|应当|可以"
    r"|负责|牵头|并|将|应|要"
)
_GROUND = r"面向|围绕|针对|瞄准|按照?|根据|依据|结合|把握|顺应|抓住|坚持|在|对|从|与|向|由"
_MEANS = r"依托|利用|通过|以|为|发挥|借助|运用"
_BASIS_END = re.compile(
    r"(?:要求|下|优势|作用|领域|方向|环节|基础上|机制|等|需求|禀赋|机遇|形式|规律|趋势|变革|理念|原则|场景|活动|建设)$"
)
_AS = re.compile(r"^以.{1,30}?为")
_CONDITIONS = re.compile(
    r"有条件的(?:地区|地方|企业|高校|[^，。、；]{2})|结合[^，。；]+|按照?[^，。；]*?(?:需求|要求|规定|程序)"
    r"|针对[^，。；]+?(?=，|。|适时|开展|给予)|在[^，。；]{2,20}?(?:领导下|前提下|基础上|条件下)"
    r"|(?:符合|具备|满足)[^，。；]{2,20}?(?:条件|要求|标准)的?|对(?:于)?符合[^，。；]{2,20}?的"
)
_LEADS = re.compile(r"^[^，。、；]{0,4}?牵头|^[^，。、；]{0,4}?负责")
_NO_MEASURES = re.compile(
    r"^(?:[一二三四五六七八九十]+、)?"
    r"(?:指导思想|总体要求|总体思路|基本原则|(?:发展|主要|工作|总体)目标|引言|附则)"
)
_REACH = 14
"""Characters within which whoever is called upon follows 推动 or 组织."""

_KEPT = 4096
"""Clauses whose measures are kept in memory."""
_BARE = 2
"""Characters of an actor that is as often a part of another word: 国家."""


class _Class(Enum):
    CALL = auto()
    DEED = auto()
    MAKING = auto()
    EFFECT = auto()
    GROUND = auto()  # 结合产业基础: on which ground the next part is done
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a sentence between commas.

    Attributes:
        verb: its action, where it has one.
        means: whether it says by what means, or what for: 通过内部创业培育新主体.
        whole: whether its call says what those called upon do.
    """

    span: Span
    kind: _Class
    verb: Term | None = None
    means: bool = False
    whole: bool = True


def acts(clause: Clause) -> bool:
    """Whether a clause may say what is done: no preamble, no principle and no target does."""
    preamble = clause.kind is Kind.PARAGRAPH and len(clause.path) == 1
    return not preamble and not any(map(_NO_MEASURES.match, clause.trail))


def _groups(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """The parts of a sentence, measure by measure."""
    current: list[_Part] = []
    grounds: list[_Part] = []
    for part in parts:
        if part.kind is _Class.GROUND:
            grounds.append(part)
        elif _begins(part, current):
            if _does(current):
                yield current
                current = []
            current += [*grounds, part]
            grounds = []
        else:
            current += [*grounds, part]
            grounds = []
    if _does(current):
        yield current + grounds


def _begins(part: _Part, current: Sequence[_Part]) -> bool:
    """Whether a part begins a measure of its own after those before it."""
    if part.verb is None:
        return False
    if not _does(current):
        return True
    is_open = current[-1].kind is _Class.CALL and not current[-1].whole
    return (
        not part.means
        and not is_open
        and part.kind
        in {
            _Class.CALL,
            _Class.DEED,
            _Class.MAKING,
        }
    )


def _does(parts: Sequence[_Part]) -> bool:
    return any(part.verb for part in parts)


class Extractor:
    """Finds measures by the words of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = vocabulary
        self._reader = _Reader(vocabulary)
        self._remembered = lru_cache(maxsize=_KEPT)(self._read)

    def measures(self, clause: Clause) -> tuple[Measure, ...]:
        """The measures of a clause, in order; none of a preamble, of principles and of targets."""
        return self._remembered(clause)

    def _read(self, clause: Clause) -> tuple[Measure, ...]:
        if not acts(clause):
            return ()
        spans = list(clause.sentences())
        heading = clause.title and len(spans) > 1
        return tuple(
            self._measure(clause, parts)
            for sentence in (spans[1:] if heading else spans)
            for parts in _groups(self._reader.parts(clause.text, sentence))
        )

    def _measure(self, clause: Clause, parts: Sequence[_Part]) -> Measure:
        text = clause.text
        span = Span(parts[0].span.start, parts[-1].span.end)
        head = next(part for part in parts if part.verb)
        action = head.verb or Term("", head.span)  # `_groups` yields none without a verb
        before = Span(span.start, action.span.start) if span.start < action.span.start else None
        beneficiaries = tuple(self._words.beneficiaries.terms(text, span))
        leading = tuple(
            term for term in beneficiaries if _LEADS.match(text[term.span.end : span.end])
        )
        return Measure(
            clause,
            span,
            action,
            actors=(*(self._acting(text, before) if before else ()), *leading),
            beneficiaries=beneficiaries,
            instruments=tuple(self._words.instruments.terms(text, span)),
            fields=tuple(self._words.fields.terms(text, span)),
            conditions=tuple(
                Span(*found.span()) for found in _CONDITIONS.finditer(text, span.start, span.end)
            ),
        )

    def _acting(self, text: str, before: Span) -> Iterator[Term]:
        """Who acts, named before the action; 国家 only right before it, not in 国家战略需求."""
        for term in self._words.actors.terms(text, before):
            rest = text[term.span.end : before.end]
            if term.span.end - term.span.start > _BARE or re.fullmatch(f"(?:{_ADVERB})*", rest):
                yield term


class _Reader:
    """Reads the parts of sentences, with the vocabulary's words compiled."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._classes = {
            _Class.CALL: vocabulary.calls,
            _Class.DEED: vocabulary.deeds,
            _Class.MAKING: vocabulary.makings,
            _Class.EFFECT: vocabulary.effects,
        }
        verbs = {
            wording: (kind, words.names[wording])
            for kind, words in reversed(self._classes.items())
            for wording in words.names
        }
        self._verbs = verbs
        either = "|".join(map(re.escape, sorted(verbs, key=len, reverse=True)))
        self._verb = re.compile(
            rf"(?P<lead>(?P<means>{_MEANS})[^，。；]*?|(?:{_GROUND})[^，。；]*?"
            rf"|[^，。；]{{0,24}}?(?:{vocabulary.actors.pattern})[^，。；]{{0,8}}?)??"
            rf"(?:{_ADVERB})*(?P<verb>{either})(?=[^，。；]{{2}})"
        )

    def parts(self, text: str, sentence: Span) -> list[_Part]:
        """The parts of one sentence."""
        found = _PART.finditer(text, sentence.start, sentence.end)
        return [self._part(text, Span(*match.span())) for match in found if match.group().strip()]

    def _part(self, text: str, span: Span) -> _Part:
        words = span.of(text)
        if re.match(f"{_GROUND}|{_MEANS}", words) and (
            _BASIS_END.search(words) or _AS.match(words)
        ):
            return _Part(span, _Class.GROUND)
        match = self._verb.match(text, span.start, span.end)
        if match is None:
            return _Part(span, _Class.NOTHING)
        kind, name = self._verbs[match["verb"]]
        verb = Term(name, Span(*match.span("verb")))
        kind = self._called(text, verb, span) if kind is _Class.CALL else kind
        if kind is _Class.MAKING and not any(self._vocabulary.instruments.terms(text, span)):
            kind = _Class.EFFECT
        return _Part(span, kind, verb, bool(match["means"]), self._says_what(text, verb, span))

    def _called(self, text: str, verb: Term, span: Span) -> _Class:
        """推动 and 组织 call upon somebody only where somebody follows at once."""
        near = Span(verb.span.end, min(span.end, verb.span.end + _REACH))
        somebody = any(self._vocabulary.beneficiaries.terms(text, near))
        certain = verb.name in {"支持", "鼓励", "引导", "允许", "要求"}
        return _Class.CALL if certain or somebody else _Class.EFFECT

    def _says_what(self, text: str, verb: Term, span: Span) -> bool:
        """Whether those called upon are told what to do, in this part already."""
        rest = text[verb.span.end : span.end]
        called = list(self._vocabulary.beneficiaries.terms(text, Span(verb.span.end, span.end)))
        after = text[called[-1].span.end : span.end] if called else rest
        ground = re.match(rf"等?(?:{_GROUND})", after)
        return ground is None or any(verb in after for verb in self._verbs)
