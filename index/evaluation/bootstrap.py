"""How far a figure would move with other questions of the same sort: the bootstrap.

Percentile intervals (Efron and Tibshirani 1993, chapter 13) over resampled questions; scipy has
the same, but is not among what the product needs.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Places = NDArray[np.intp]
RESAMPLES = 2_000
_LEVEL = 0.95
_AT_ONCE = 1_000_000
"""Numbers drawn at a time; bounds memory."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval.

    Attributes:
        count: questions that it rests on.
    """

    value: float
    low: float
    high: float
    count: int


def mean(values: ArrayLike, *, seed: int = 0, resamples: int = RESAMPLES) -> Estimate | None:
    """The mean of float [n], None if there is nothing.

    Of differences between two systems on the same questions it is the paired bootstrap.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if not len(numbers):
        return None
    random = np.random.default_rng(seed)
    step = max(1, _AT_ONCE // len(numbers))
    means = [
        numbers[random.integers(0, len(numbers), (min(step, resamples - done), len(numbers)))].mean(
            axis=1
        )
        for done in range(0, resamples, step)
    ]
    return _estimate(float(numbers.mean()), np.concatenate(means), len(numbers))


def statistic(
    of: Callable[[Places], float], count: int, *, seed: int = 0, resamples: int = RESAMPLES
) -> Estimate | None:
    """Any figure that is a function of the places of the questions drawn, int [count].

    Draws for which it is NaN (a figure that needs two sorts of questions, and only one was
    drawn) do not count. None if it is NaN for the questions themselves.
    """
    value = of(np.arange(count)) if count else math.nan
    if math.isnan(value):
        return None
    random = np.random.default_rng(seed)
    drawn = np.array([of(random.integers(0, count, count)) for _ in range(resamples)])
    return _estimate(value, drawn[~np.isnan(drawn)], count)


def _estimate(value: float, drawn: NDArray[np.float64], count: int) -> Estimate:
    low, high = np.quantile(drawn, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return Estimate(value, float(low), float(high), count)
