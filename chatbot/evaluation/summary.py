"""Results → figures by kind of question, with 95 % bootstrap intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.evaluation.answers import Result
from index.evaluation.bootstrap import Estimate, mean, statistic
from index.evaluation.metrics import Bin, auroc, calibration_error, reliability

ALL = "全部"
"""Name of the row over every kind."""


@dataclass(frozen=True, slots=True)
class Answerability:
    """How well the score tells questions that can be answered from those that cannot.

    Attributes:
        auroc: chance that one that can has the higher score; None where one sort is missing.
        brier: mean squared error of the score taken as a probability.
        ece: expected calibration error.
        curve: what the score said against what was so.
    """

    auroc: Estimate | None
    brier: Estimate | None
    ece: Estimate | None
    curve: tuple[Bin, ...]


def by_kind(results: Sequence[Result]) -> dict[str, list[Result]]:
    """Kind → results, in the order of first appearance; all of them last, if kinds are several."""
    kinds: dict[str, list[Result]] = {}
    for result in results:
        kinds.setdefault(result.case.kind, []).append(result)
    return kinds if len(kinds) == 1 else {**kinds, ALL: list(results)}


def figure(results: Sequence[Result], name: str, seed: int) -> Estimate | None:
    """Mean of a figure over the questions that have it."""
    return mean([each.figures[name] for each in results if name in each.figures], seed=seed)


def declined(results: Sequence[Result], seed: int, *, answerable: bool) -> Estimate | None:
    """Share declined of the questions that can, or cannot, be answered."""
    chosen = [each.declined for each in results if each.case.answerable is answerable]
    return mean(chosen, seed=seed)


def answerability(results: Sequence[Result], seed: int) -> Answerability:
    """Figures of the score over all questions; without a question that cannot be answered, none."""
    scores = np.array([each.score for each in results])
    labels = np.array([each.case.answerable for each in results], dtype=bool)
    if labels.all() or not labels.any():
        return Answerability(None, None, None, ())
    return Answerability(
        statistic(lambda at: auroc(scores[at], labels[at]), len(scores), seed=seed),
        mean((scores - labels) ** 2, seed=seed),
        statistic(
            lambda at: calibration_error(reliability(scores[at], labels[at])),
            len(scores),
            seed=seed,
        ),
        tuple(reliability(scores, labels)),
    )
