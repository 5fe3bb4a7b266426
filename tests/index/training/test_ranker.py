"""From rankings with known answers to weights."""

import math
from random import Random

import numpy as np
import pytest

from index.candidates import Candidate, Candidates, Standing
from index.ranking import relevance
from index.training.lists import Ranking
from index.training.ranker import learn

pytest.importorskip("scipy")


def ranking(views: list[tuple[float, float, float, bool]], right: int) -> Ranking:
    """A ranking of candidates with these views (cosine, coverage, cited, regional)."""
    candidates = [
        Candidate(f"p.{i}", coverage, cosine, Standing(cited, regional))
        for i, (cosine, coverage, cited, regional) in enumerate(views)
    ]
    return Ranking(Candidates.of(candidates), np.arange(len(views)), frozenset({right}))


def drawn(random: Random, decisive: int) -> Ranking:
    """Ten candidates, the right one best by one view and no better by the others."""
    views = [[random.random(), random.random(), random.random() * 3, False] for _ in range(10)]
    right = max(range(10), key=lambda i: views[i][decisive])
    return ranking([(a, b, c, bool(d)) for a, b, c, d in views], right)


@pytest.mark.parametrize(("decisive", "name"), [(0, "cosine"), (1, "coverage"), (2, "cited")])
def test_the_view_that_decides_gets_the_weight(decisive: int, name: str) -> None:
    random = Random(0)
    ranker = learn([drawn(random, decisive) for _ in range(60)])
    spreads = {"cosine": 0.3, "coverage": 0.3, "cited": 0.9}
    shares = {view: getattr(ranker, view) * spread for view, spread in spreads.items()}
    assert max(shares, key=lambda view: shares[view]) == name
    assert shares[name] > 3 * max(share for view, share in shares.items() if view != name)


def test_a_view_that_misleads_gets_none() -> None:
    views = [(0.9, 0.1, 0.0, False), (0.1, 0.9, 0.0, True), (0.2, 0.2, 0.0, False)]
    ranker = learn([ranking(views, right=1)] * 20)
    assert ranker.cosine == 0
    assert ranker.regional == 0, "a region never counts for a clause"
    assert ranker.coverage > 0


def test_the_odds_of_the_first_candidate_are_those_of_being_right() -> None:
    """Of a hundred rankings that all look alike, seventy are right."""
    alike = [(0.8, 0.8, 1.0, False), (0.2, 0.3, 0.5, False)]
    ranker = learn([ranking(alike, right=0)] * 70 + [ranking(alike, right=1)] * 30)
    best = ranking(alike, right=0).candidates.at([0])
    assert relevance(ranker.odds(best)[0]) == pytest.approx(0.7, abs=0.05)
    assert math.isfinite(ranker.bias)


def test_without_a_right_candidate_nothing_is_learned() -> None:
    with pytest.raises(ValueError, match="right candidate"):
        learn([ranking([(0.5, 0.5, 0.0, False)], right=7)])


def test_passages_left_out_are_neither_candidates_nor_gold() -> None:
    views = [(0.9, 0.1, 0.0, False), (0.1, 0.9, 0.0, False)]
    left = ranking(views, right=1).without(np.array([1]))
    assert [c.clause_id for c in left.candidates] == ["p.0"]
    assert not left.gold
