"""Figures by kind."""

import pytest

from chatbot.evaluation.answers import Result
from chatbot.evaluation.summary import ALL, answerability, by_kind, declined, figure
from index.evaluation.questions import Case


def result(
    kind: str, status: str = "answered", score: float = 0.5, *, can: bool = True, **figures: float
) -> Result:
    return Result(Case("1", kind, "问", answerable=can), status, score, figures)


def test_kinds_come_in_order_with_all_of_them_last() -> None:
    one, two, three = result("乙"), result("甲"), result("乙")
    kinds = by_kind([one, two, three])
    assert list(kinds) == ["乙", "甲", ALL]
    assert kinds["乙"] == [one, three]
    assert list(by_kind([one])) == ["乙"]


def test_a_figure_is_the_mean_over_the_questions_that_have_it() -> None:
    found = figure([result("甲", cited=1), result("甲", cited=0), result("甲")], "cited", 0)
    assert found
    assert (found.value, found.count) == (0.5, 2)
    assert figure([result("甲")], "cited", 0) is None


def test_declining_is_counted_apart_for_what_can_and_what_cannot_be_answered() -> None:
    results = [
        result("甲", "not_found"),
        result("甲"),
        result("甲", "refused", can=False),
        result("甲", "error", can=False),
    ]
    can, cannot = (declined(results, 0, answerable=each) for each in (True, False))
    assert can
    assert cannot
    assert (can.value, cannot.value) == (0.5, 0.5)
    assert declined([result("甲")], 0, answerable=False) is None


def test_the_score_is_judged_where_there_are_both_sorts() -> None:
    results = [result("甲", score=0.9), result("甲", score=0.3, can=False)] * 10
    found = answerability(results, 0)
    assert found.auroc
    assert found.brier
    assert found.ece
    assert found.auroc.value == 1
    assert found.brier.value == pytest.approx((0.1**2 + 0.3**2) / 2)
    assert found.ece.value == pytest.approx(0.2)
    assert [one.count for one in found.curve] == [10, 10]
    assert answerability([result("甲")], 0).curve == ()
