"""Intervals."""

import math

import numpy as np
import pytest

from index.evaluation.bootstrap import Places, mean, statistic


def test_the_interval_of_a_mean_is_that_of_the_normal_law_where_questions_are_many() -> None:
    values = np.random.default_rng(1).normal(0.5, 0.2, 1_000)
    found = mean(values)
    assert found
    error = 1.96 * values.std() / math.sqrt(1_000)
    assert found.value == values.mean()
    assert found.low == pytest.approx(found.value - error, abs=0.002)
    assert found.high == pytest.approx(found.value + error, abs=0.002)
    assert found.count == 1_000


def test_a_seed_gives_the_same_interval_and_another_seed_another() -> None:
    values = [0.0, 0.3, 0.5, 0.9, 1.0, 0.1, 0.7]
    assert mean(values, seed=1) == mean(values, seed=1)
    assert mean(values, seed=1) != mean(values, seed=2)


def test_a_figure_of_draws_agrees_with_the_mean() -> None:
    values = np.random.default_rng(2).random(200)
    direct, drawn = mean(values), statistic(lambda places: float(values[places].mean()), 200)
    assert direct
    assert drawn
    assert drawn.value == pytest.approx(direct.value)
    assert drawn.low == pytest.approx(direct.low, abs=0.01)
    assert drawn.high == pytest.approx(direct.high, abs=0.01)


def test_nothing_has_no_estimate() -> None:
    assert mean([]) is None
    assert statistic(lambda _: 0.0, 0) is None
    assert statistic(lambda _: math.nan, 3) is None


def test_draws_without_a_figure_do_not_count() -> None:
    def share_of_the_first(places: Places) -> float:
        return 0.5 if 0 in places else math.nan

    found = statistic(share_of_the_first, 4)
    assert found
    assert (found.value, found.low, found.high) == (0.5, 0.5, 0.5)
