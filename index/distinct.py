"""Hits without those that say again what a better one said: versions and copies of one article."""

from collections.abc import Iterable, Iterator

from index.clause import Hit
from index.prominence import short
from index.sentences import clause_terms

_ALIKE = 0.5
"""Share of tokens (Jaccard) from which an article of the same name and number is a version."""


def distinct(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits in their order, of equal wordings and of versions of one article the first."""
    wordings: set[frozenset[str]] = set()
    versions: dict[tuple[str, str], list[frozenset[str]]] = {}
    for hit in hits:
        tokens = clause_terms(hit.clause.text)
        seen = versions.setdefault((short(hit.policy.name), hit.clause.reference), [])
        if tokens in wordings or any(_alike(tokens, other) for other in seen):
            continue
        wordings.add(tokens)
        seen.append(tokens)
        yield hit


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)
