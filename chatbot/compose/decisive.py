"""Which words of a passage are the answer itself."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from chatbot.understanding.definition import defined, defines
from index.clause import Clause, Span
from index.tokens import terms

_PART = re.compile(r"[^，；。：！？\n]+")
_LONGEST = 90
"""Characters of a direct answer."""
_SHORT = 45
"""Characters up to which a sentence is not taken apart."""
_NEXT = 0.3
"""Share of the best part's weight that draws a neighbouring part in."""
_NEW = 4
"""Characters that a part must add to the question's own words to answer it."""
_LIKELIER = 1.5
"""How much more a part weighs that holds the kind of thing asked for."""
_READ = 512
"""Questions of which it is remembered what answers them; each is asked of part after part."""

_NUMERAL = r"[\d〇零一二两三四五六七八九十百千万亿]"
_ASKED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"多少|几[个家项条种批类]|规模"), re.compile(rf"{_NUMERAL}+[\u4e00-\u9fff%％]")),
    (re.compile(r"何时|什么时候|哪一?年|期限|多久"), re.compile(rf"{_NUMERAL}+(?:年|月|日|天)")),
    (re.compile(r"哪些|哪几|分别|包括"), re.compile(r"、|和|及")),
)
"""What a question asks for → what a part that answers it is likely to hold."""


def decisive(clause: Clause, within: Span, asked: str, weight: Mapping[str, float]) -> Span:
    """The unbroken parts of one sentence in `within` that answer best.

    Args:
        clause: the clause that was found.
        within: the passage, in `clause.text`.
        asked: the question.
        weight: bigram or word of the question → how telling it is, see `passage.weights`.
    """
    sentences = _sentences(clause, within)
    if (term := defined(asked)) and (
        defining := [s for s in sentences if defines(s.of(clause.text), term)]
    ):
        return _bare(defining[0], clause.text)
    sentence = _best(sentences, clause.text, asked, weight)
    if sentence.end - sentence.start <= _SHORT:
        return _bare(sentence, clause.text)
    parts = [
        Span(sentence.start + part.start(), sentence.start + part.end())
        for part in _PART.finditer(sentence.of(clause.text))
    ]
    weights = [_weight(part.of(clause.text), asked, weight) for part in parts]
    first, last = _grown(parts, weights, clause.text, asked)
    return _bare(Span(parts[first].start, parts[last].end), clause.text)


def _sentences(clause: Clause, within: Span) -> list[Span]:
    """The sentences of the passage; a run-in heading is one only where there is nothing else."""
    spans = [span for span in clause.sentences() if within.covers(span)]
    heading = clause.title and len(spans) > 1 and spans[0].start == 0
    return spans[1:] if heading else spans or [within]


def _best(spans: Sequence[Span], text: str, asked: str, weight: Mapping[str, float]) -> Span:
    return max(spans, key=lambda span: _weight(span.of(text), asked, weight))


def _weight(words: str, asked: str, weight: Mapping[str, float]) -> float:
    held = terms(words)
    told = sum(value for token, value in weight.items() if token in held)
    return told * (_LIKELIER if _answers(words, asked) else 1)


def _grown(
    parts: Sequence[Span], weights: Sequence[float], text: str, asked: str
) -> tuple[int, int]:
    """The run of parts around the heaviest one that belong to the answer."""
    heaviest = max(weights)
    first = last = weights.index(heaviest)

    def fits(start: int, end: int) -> bool:
        return parts[end].end - parts[start].start <= _LONGEST

    def belongs(at: int) -> bool:
        return weights[at] >= heaviest * _NEXT > 0

    while first > 0 and belongs(first - 1) and fits(first - 1, last):
        first -= 1
    while last + 1 < len(parts) and belongs(last + 1) and fits(first, last + 1):
        last += 1
    if _adds_little(text[parts[first].start : parts[last].end], asked):
        if last + 1 < len(parts) and fits(first, last + 1):
            last += 1
        elif first > 0 and fits(first - 1, last):
            first -= 1
    return first, last


def _adds_little(words: str, asked: str) -> bool:
    """Whether a part hardly says more than the question does itself."""
    said = set(asked)
    return not _answers(words, asked) and sum(c.isalnum() and c not in said for c in words) < _NEW


def _answers(words: str, asked: str) -> bool:
    """Whether a part holds the kind of thing that is asked for."""
    return any(kind.search(words) for kind in _kinds(asked))


@lru_cache(maxsize=_READ)
def _kinds(asked: str) -> tuple[re.Pattern[str], ...]:
    """What a part that answers a question is likely to hold."""
    return tuple(offered for wanted, offered in _ASKED if wanted.search(asked))


def _bare(span: Span, text: str) -> Span:
    """The span without the punctuation that ends it."""
    words = span.of(text)
    return Span(span.start, span.start + (len(words.rstrip("，；。：！？ \n")) or len(words)))
