"""Rankings whose answers are known → the ranker's weights."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.candidates import Candidates
from index.ranking import Ranker
from index.training.lists import Ranking

Views = NDArray[np.float64]

_SMOOTHING = 0.01
"""Of the squared weights, of views with a variance of 1; ten times as much changes little."""
_SIGNS = ((0, None), (0, None), (0, None), (None, 0))
"""Bounds of the weights: a region can only count against a clause, the rest only for it."""


def learn(rankings: Sequence[Ranking]) -> Ranker:
    """The weights under which the right candidates come before the others of their ranking.

    The loss is the cross entropy of a softmax over each ranking (ListNet, Cao et al. 2007). The
    sum is then scaled and shifted so that the first candidates' odds are those of being right
    (Platt 1999).

    Raises:
        ValueError: if no ranking holds a right candidate.
    """
    usable = [ranking for ranking in rankings if ranking.right.any()]
    if not usable:
        raise ValueError("no ranking with a right candidate")
    views = [_views(ranking.candidates) for ranking in usable]
    weights = _listwise(views, [ranking.right for ranking in usable])
    firsts = [_first(ranking, weights) for ranking in rankings if len(ranking.candidates)]
    scale, bias = _logistic(*map(np.array, zip(*firsts, strict=True)))
    cosine, coverage, cited, region = (float(round(w * scale, 4)) for w in weights)
    return Ranker(cosine, coverage, cited, region, round(bias, 4))


def _views(candidates: Candidates) -> Views:
    """float64 [candidates, 4], in the order of `Ranker`."""
    cosine = np.maximum(candidates.cosine, 0.0)
    return np.column_stack(
        [cosine, candidates.coverage, candidates.cited, candidates.regional.astype(np.float64)]
    )


def _listwise(views: Sequence[Views], right: Sequence[NDArray[np.bool_]]) -> Views:
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    table = np.concatenate(views)
    spread = table.std(axis=0) + 1e-6
    table = table / spread
    starts = np.cumsum([0, *map(len, views)])
    ranking = np.repeat(np.arange(len(views)), np.diff(starts))
    wanted = np.concatenate([each / each.sum() for each in right])

    def loss(weights: Views) -> tuple[float, Views]:
        scores = table @ weights
        scores -= np.maximum.reduceat(scores, starts[:-1])[ranking]
        totals = np.add.reduceat(np.exp(scores), starts[:-1])
        logs = scores - np.log(totals)[ranking]
        cost = -(wanted @ logs) / len(views) + _SMOOTHING * (weights**2).sum()
        slope = table.T @ (np.exp(logs) - wanted) / len(views) + 2 * _SMOOTHING * weights
        return cost, slope

    found = minimize(loss, np.zeros(4), jac=True, method="L-BFGS-B", bounds=_SIGNS)
    return np.asarray(found.x / spread, dtype=np.float64)


def _first(ranking: Ranking, weights: Views) -> tuple[float, bool]:
    """Score of the best candidate, and whether it answers."""
    scores = _views(ranking.candidates) @ weights
    best = int(scores.argmax())
    return float(scores[best]), bool(ranking.right[best])


def _logistic(scores: Views, right: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept of the logistic curve through these points."""
    from scipy.optimize import minimize

    # Targets short of 0 and 1, as Platt has them: so the curve stays finite.
    high, low = (right.sum() + 1) / (right.sum() + 2), 1 / ((~right).sum() + 2)
    wanted = np.where(right, high, low)
    middle = scores.mean()

    def loss(line: Views) -> float:
        odds = line[0] * (scores - middle) + line[1]
        return float((np.logaddexp(0, odds) - wanted * odds).sum())

    slope, at_middle = minimize(loss, np.array([0.1, 0.0]), bounds=((1e-3, None), (None, None))).x
    return float(slope), float(at_middle - slope * middle)
