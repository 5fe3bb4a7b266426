"""Figures of one ranking, and of scores that should tell yes from no. Pure functions.

A clause is relevant or not (binary gain), as the questions' gold says no more.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Scores = NDArray[np.float64]


def recall(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """Share of the gold clauses among the first `k`.

    Raises:
        ValueError: if there is no gold.
    """
    _some(gold)
    return len(set(ranked[:k]) & set(gold)) / len(set(gold))


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str], k: int = 10) -> float:
    """1 / rank of the first gold clause among the first `k`, 0 if there is none.

    Its mean is MRR@k (TREC-8 question answering track, Voorhees 1999; MS MARCO cuts at 10).

    Raises:
        ValueError: if there is no gold.
    """
    _some(gold)
    return next((1 / rank for rank, one in enumerate(ranked[:k], 1) if one in gold), 0.0)


def ndcg(ranked: Sequence[str], gold: Collection[str], k: int = 10) -> float:
    """Discounted gain 1 / log2(1 + rank) over the first `k`, as a share of the best possible.

    Järvelin and Kekäläinen 2002, with the discount of trec_eval's ndcg_cut. The best possible
    ranking has all gold clauses first, `k` of them if there are more.

    Raises:
        ValueError: if there is no gold.
    """
    _some(gold)
    gained = sum(_discount(rank) for rank, one in enumerate(ranked[:k], 1) if one in gold)
    return gained / sum(_discount(rank) for rank in range(1, min(k, len(set(gold))) + 1))


def _discount(rank: int) -> float:
    return 1 / math.log2(1 + rank)


def _some(gold: Collection[str]) -> None:
    if not gold:
        raise ValueError("a question without gold clauses has no figures of retrieval")


def auroc(scores: ArrayLike, labels: ArrayLike) -> float:
    """Chance that a yes has a higher score than a no, ties counting half; NaN if one is missing.

    The Mann-Whitney statistic (Hanley and McNeil 1982).

    Args:
        scores: float [n].
        labels: bool [n], whether yes.
    """
    score, yes = np.asarray(scores, dtype=np.float64), np.asarray(labels, dtype=bool)
    ups, downs = int(yes.sum()), int((~yes).sum())
    if not ups or not downs:
        return math.nan
    _, place, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[yes].sum() - ups * (ups + 1) / 2) / (ups * downs))


def brier(probabilities: ArrayLike, labels: ArrayLike) -> float:
    """Mean squared distance between a probability and what was so, 0 or 1 (Brier 1950)."""
    said, was = _pairs(probabilities, labels)
    return float(((said - was) ** 2).mean()) if len(said) else math.nan


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose probability lies in [low, high); the last bin holds its upper bound too.

    Attributes:
        count: how many.
        said: mean probability.
        was: share that was so.
    """

    low: float
    high: float
    count: int
    said: float
    was: float


def reliability(probabilities: ArrayLike, labels: ArrayLike, bins: int = 10) -> list[Bin]:
    """The reliability curve over `bins` of equal width, those without a question left out.

    Args:
        probabilities: float [n] in [0, 1].
        labels: bool [n].
        bins: how many.
    """
    said, was = _pairs(probabilities, labels)
    places = np.minimum((said * bins).astype(int), bins - 1)
    curve = []
    for place in sorted(set(places.tolist())):
        here = places == place
        low, high = place / bins, (place + 1) / bins
        means = float(said[here].mean()), float(was[here].mean())
        curve.append(Bin(low, high, int(here.sum()), *means))
    return curve


def calibration_error(curve: Sequence[Bin]) -> float:
    """ECE: distance between `said` and `was`, averaged over questions; NaN without any.

    Naeini et al. 2015, Guo et al. 2017.
    """
    total = sum(one.count for one in curve)
    return sum(one.count * abs(one.said - one.was) for one in curve) / total if total else math.nan


def _pairs(probabilities: ArrayLike, labels: ArrayLike) -> tuple[Scores, Scores]:
    return (
        np.asarray(probabilities, dtype=np.float64),
        np.asarray(labels, dtype=bool).astype(np.float64),
    )
