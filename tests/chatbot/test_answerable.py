import pytest

from chatbot.answerable import answerable, coverage, probability
from tests.makers import hit

FOUND = [hit("14.同步构筑中试能力。按产业需求建设一批中试和应用验证平台，到2025年建成20个。", 0.4)]


@pytest.mark.parametrize("text", ["中试平台怎么建", "2025年建成20个中试平台吗", "应用验证平台"])
def test_what_the_clause_speaks_of_can_be_answered(text: str) -> None:
    assert answerable(text, FOUND)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("中试平台补贴多少钱", id="an amount that the clause does not give"),
        pytest.param("中试平台的补助比例", id="a share that the clause does not give"),
        pytest.param("中试平台的联系方式", id="a telephone number that is not there"),
        pytest.param("2035年中试平台", id="a year that is not there"),
        pytest.param("深圳的中试平台", id="a place that is not named"),
        pytest.param("中试平台建成1000个", id="a figure that is not there"),
    ],
)
def test_what_the_clause_does_not_say_cannot(text: str) -> None:
    assert not answerable(text, FOUND)


def test_another_subject_is_unlikely_and_a_place_that_is_not_named_impossible() -> None:
    far = [hit(FOUND[0].clause.text, 0.1)]
    assert 0 < probability("劳动合同试用期", far) < 0.1
    assert probability("深圳的中试平台", FOUND) == 0


def test_the_nearer_and_the_better_covered_the_likelier() -> None:
    far, near = [hit(FOUND[0].clause.text, 0.2)], FOUND
    assert probability("中试平台怎么建", far) < probability("中试平台怎么建", near)
    assert probability("中试平台的老板", near) < probability("中试平台", near) < 1


def test_the_whole_country_is_no_place_that_must_be_named() -> None:
    assert answerable("中国的中试平台怎么建", FOUND)


def test_a_year_inside_a_title_dates_that_document() -> None:
    found = [hit("为落实《2035年远景目标纲要》的发展目标，提出如下意见。")]
    assert not answerable("2035年发展目标", found)


def test_nothing_found_answers_nothing() -> None:
    assert not answerable("中试平台", [])


def test_coverage_is_the_share_of_content_words() -> None:
    assert coverage("请问中试平台", [FOUND[0].clause]) == 1
    assert coverage("劳动合同", [FOUND[0].clause]) == 0
