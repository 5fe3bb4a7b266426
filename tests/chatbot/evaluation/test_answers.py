"""Questions through the whole chain."""

import pytest

from chatbot.chain import Chatbot
from chatbot.evaluation.answers import ERROR, Evaluation, Result, evaluate
from index.evaluation.questions import Article, Case


@pytest.fixture
def results(evaluation: Evaluation) -> dict[str, Result]:
    return {result.case.id: result for result in evaluation.results}


def test_a_good_answer_cites_gold_first_in_its_own_words(results: dict[str, Result]) -> None:
    figures = results["1"].figures
    assert results["1"].status == "answered"
    assert figures["cited@1"] == figures["cited"] == figures["verbatim"] == figures["status"] == 1
    assert figures["Recall@10"] == 1
    assert figures["contains"] == 0.5
    assert figures["citations"] >= 1


def test_gold_that_the_index_lacks_counts_as_not_found(
    evaluation: Evaluation, results: dict[str, Result]
) -> None:
    assert evaluation.missing == (Article("无.md", "一"),)
    assert results["2"].figures["cited"] == 0.5
    assert results["2"].figures["cited@1"] == 1
    assert results["2"].figures["Recall@10"] <= 0.5


def test_a_question_without_an_answer_is_to_be_declined(results: dict[str, Result]) -> None:
    assert results["3"].declined
    assert results["3"].figures["status"] == 1
    assert not {"cited", "contains", "Recall@1"} & set(results["3"].figures)


def test_answering_what_has_no_answer_is_wrong_and_so_is_declining(bot: Chatbot) -> None:
    cases = [
        Case("1", "kind", "中试平台怎么建", answerable=False),
        Case("2", "kind", "高温津贴每月多少元"),
    ]
    assert [r.figures["status"] for r in evaluate(cases, bot).results] == [0, 0]


def test_a_question_that_cannot_be_put_is_a_failed_row(results: dict[str, Result]) -> None:
    failed = results["4"]
    assert failed.status == ERROR
    assert not failed.declined
    assert set(failed.figures) == set(results["1"].figures) - {"verbatim"}
    assert set(failed.figures.values()) == {0}


def test_the_turns_before_are_heard_by_answer_and_search(results: dict[str, Result]) -> None:
    assert results["5"].figures["cited@1"] == 1
    assert results["5"].figures["Recall@1"] == 1


def test_the_score_tells_what_is_answered_from_what_is_declined(
    results: dict[str, Result],
) -> None:
    assert results["1"].score > 0.5 > results["3"].score


def test_progress_is_told_to_the_end(bot: Chatbot, cases: list[Case]) -> None:
    heard: list[tuple[int, int]] = []
    evaluate(cases[:2], bot, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(0, 2), (1, 2), (2, 2)]
