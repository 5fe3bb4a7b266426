"""Which sentences of a clause answer the question."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from index.clause import Clause, Span
from index.sentences import sentence_terms
from index.tokens import terms

_OWN = 3
"""Weight of a follow-up's own words, against what it takes from the turns before."""
_ENOUGH = 0.6
"""Share of the best sentence's weight that makes another sentence part of the passage."""
LONGEST = 400
"""Characters of one passage."""
_SHORT = 100
"""Characters up to which a clause is quoted whole."""
_OPENING = 4
"""Sentences quoted of a long clause when none of them stands out."""


def weights(text: str, own: str, clauses: Sequence[Clause]) -> dict[str, float]:
    """Bigram or word of the question → how telling it is among the sentences found.

    That is its inverse frequency there; what a follow-up says in its `own` words counts more.
    """
    asked = {token for token in terms(text) if len(token) > 1}
    sentences = [sentence for clause in clauses for sentence in sentence_terms(clause.text)]
    frequency = Counter(chain.from_iterable(asked & sentence for sentence in sentences))
    said = terms(own)
    return {
        token: math.log(1 + len(sentences) / held) * (_OWN if token in said else 1)
        for token, held in frequency.items()
    }


def passage(clause: Clause, weight: dict[str, float]) -> Span:
    """The sentences of `clause` that hold the weighted tokens, as one unbroken piece.

    A run-in heading speaks for the whole clause: it is quoted whole when nothing in its body
    matches better.
    """
    spans = list(clause.sentences())
    scores = [_score(sentence, weight) for sentence in sentence_terms(clause.text)]
    first = 1 if clause.title and len(spans) > 1 else 0
    best = max(scores[first:])
    if len(clause.text) <= _SHORT or best == 0 or best < scores[0]:
        last = len(spans) if len(clause.text) <= LONGEST else _OPENING
        return Span(spans[0].start, spans[:last][-1].end)
    kept = [i for i in range(first, len(spans)) if scores[i] >= best * _ENOUGH]
    whole = Span(spans[kept[0]].start, spans[kept[-1]].end)
    return whole if whole.end - whole.start <= LONGEST else spans[scores.index(best, first)]


def _score(held: AbstractSet[str], weight: Mapping[str, float]) -> float:
    return sum(value for token, value in weight.items() if token in held)
