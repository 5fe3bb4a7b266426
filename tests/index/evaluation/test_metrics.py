"""Figures, checked by hand and against scikit-learn where it has them."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation.metrics import (
    auroc,
    brier,
    calibration_error,
    ndcg,
    recall,
    reciprocal_rank,
    reliability,
)

RANKED = ["a", "b", "c", "d", "e"]


def test_recall_is_the_share_of_gold_that_was_found() -> None:
    assert recall(RANKED, {"b", "e"}, 1) == 0
    assert recall(RANKED, {"b", "e"}, 2) == 0.5
    assert recall(RANKED, {"b", "e", "x"}, 10) == pytest.approx(2 / 3)


def test_the_reciprocal_rank_is_that_of_the_first_gold_clause_within_the_cut() -> None:
    assert reciprocal_rank(RANKED, {"c", "e"}) == pytest.approx(1 / 3)
    assert reciprocal_rank(RANKED, {"c"}, 2) == 0
    assert reciprocal_rank([], {"c"}) == 0


def test_ndcg_is_1_where_all_gold_stands_first_and_falls_with_the_rank() -> None:
    assert ndcg(RANKED, {"a", "b"}) == 1
    assert ndcg(RANKED, set("abcdexyz"), 5) == 1
    assert ndcg(RANKED, {"b"}) == pytest.approx(1 / math.log2(3))
    assert ndcg(RANKED, {"a", "x"}) == pytest.approx(1 / (1 + 1 / math.log2(3)))


@pytest.mark.parametrize("figure", [recall, reciprocal_rank, ndcg])
def test_a_question_without_gold_has_no_figure(figure: Callable[..., float]) -> None:
    with pytest.raises(ValueError, match="gold"):
        figure(RANKED, set(), 10)


@given(st.permutations(range(12)), st.sets(st.integers(0, 11), min_size=1))
def test_ndcg_is_that_of_scikit_learn(ranked: list[int], gold: set[int]) -> None:
    sklearn = pytest.importorskip("sklearn.metrics")
    relevance = [[float(one in gold) for one in ranked]]
    expected = sklearn.ndcg_score(relevance, [[-rank for rank in range(12)]], k=10)
    ours = ndcg([str(one) for one in ranked], {str(one) for one in gold})
    assert ours == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2))
def test_auroc_and_brier_are_those_of_scikit_learn(rows: list[tuple[int, bool]]) -> None:
    sklearn = pytest.importorskip("sklearn.metrics")
    scores, labels = [score / 5 for score, _ in rows], [yes for _, yes in rows]
    if len(set(labels)) == 2:
        assert auroc(scores, labels) == pytest.approx(sklearn.roc_auc_score(labels, scores))
        assert brier(scores, labels) == pytest.approx(sklearn.brier_score_loss(labels, scores))
    else:
        assert math.isnan(auroc(scores, labels))


def test_scores_that_tell_nothing_have_half() -> None:
    assert auroc([1, 1, 1, 1], [True, False, True, False]) == 0.5
    assert auroc([0.9, 0.1], [True, False]) == 1


def test_the_curve_groups_probabilities_and_the_last_bin_holds_1() -> None:
    curve = reliability([0.05, 0.15, 0.95, 1.0], [False, True, True, False])
    assert [(one.low, one.high, one.count) for one in curve] == [
        (0.0, 0.1, 1),
        (0.1, 0.2, 1),
        (0.9, 1.0, 2),
    ]
    assert curve[-1].said == pytest.approx(0.975)
    assert curve[-1].was == 0.5


def test_the_calibration_error_weighs_bins_by_their_questions() -> None:
    curve = reliability([0.25, 0.25, 0.25, 0.75], [True, False, False, False])
    assert calibration_error(curve) == pytest.approx(0.75 * (1 / 3 - 0.25) + 0.25 * 0.75)
    assert math.isnan(calibration_error([]))
    assert math.isnan(brier([], []))


def test_calibrated_probabilities_have_hardly_an_error() -> None:
    random = np.random.default_rng(0)
    said = random.random(20_000)
    assert calibration_error(reliability(said, random.random(20_000) < said)) < 0.02
