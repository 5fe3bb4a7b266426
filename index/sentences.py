"""Text → sentence spans, and the tokens of each sentence."""

import re
from collections.abc import Iterator
from functools import lru_cache

from index.tokens import terms

_READ = 1024
"""Clauses of which the tokens are remembered, as many questions meet them."""

# A sentence ends at 。！？； or a line break; closing quotes and brackets stay with it.
_SENTENCE = re.compile(r"\S[^。！？；\n]*(?:[。！？；]+[”’」』）》]*)?")


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield `(start, end)` of each sentence; together they hold every non-blank character."""
    for match in _SENTENCE.finditer(text):
        yield match.start(), match.start() + len(match.group().rstrip())


@lru_cache(maxsize=_READ)
def sentence_terms(text: str) -> tuple[frozenset[str], ...]:
    """The different tokens of each sentence of a clause."""
    return tuple(terms(text[start:end]) for start, end in sentence_spans(text))


@lru_cache(maxsize=_READ)
def clause_terms(text: str) -> frozenset[str]:
    """The different tokens of a clause: those of its sentences, as none goes beyond its end."""
    return frozenset().union(*sentence_terms(text))
