"""How good the ranking of one question is."""

from collections.abc import Collection, Sequence

from index.evaluation.metrics import ndcg, recall, reciprocal_rank
from index.search import Searcher

KS = (1, 5, 10, 100)
"""Where recall is taken."""
DEPTH = 100
"""Clauses looked at, where no k is greater."""


def ranked(text: str, searcher: Searcher, depth: int = DEPTH) -> list[str]:
    """Ids of the unit clauses found for a text, best first."""
    return [hit.clause.id for hit in searcher.search(text, depth)]


def figures(
    found: Sequence[str], gold: Collection[str], ks: Sequence[int] = KS
) -> dict[str, float]:
    """Recall@k, MRR@10 and nDCG@10 of one ranking, by name.

    Raises:
        ValueError: if there is no gold.
    """
    return {f"Recall@{k}": recall(found, gold, k) for k in ks} | {
        "MRR@10": reciprocal_rank(found, gold),
        "nDCG@10": ndcg(found, gold),
    }
