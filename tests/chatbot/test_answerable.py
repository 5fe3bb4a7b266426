from dataclasses import replace

import pytest

from chatbot.answerable import answerable, coverage, probability
from index.query import Query
from index.query.lexicon import Synonym
from tests.makers import head, hit


def asked(text: str) -> Query:
    """A question in which there is nothing to put right or to leave out."""
    return Query(text, text)


FOUND = [hit("14.同步构筑中试能力。按产业需求建设一批中试和应用验证平台，到2025年建成20个。", 0.4)]


@pytest.mark.parametrize(
    "text", ["中试平台怎么建", "2025年建成20个中试平台吗", "应用验证平台", "建成多少件平台"]
)
def test_what_the_clause_speaks_of_can_be_answered(text: str) -> None:
    assert answerable(asked(text), FOUND)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("失能老年人每月补贴多少", "失能老年人，每人每月补贴600元。"),
        ("补贴什么时候发放", "补贴按月发放，于每月15日前存入。"),
        ("联系电话是多少", "联系人：张三，联系电话0571-12345678。"),
    ],
)
def test_a_figure_is_told_in_its_own_units(text: str, said: str) -> None:
    assert answerable(asked(text), [hit(said, 0.4)])


def test_a_place_may_stand_in_the_name_of_the_policy() -> None:
    found = replace(FOUND[0], policy=head("深圳市中试平台办法"))
    assert answerable(asked("深圳的中试平台"), [found])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("中试平台补贴多少钱", id="an amount that the clause does not give"),
        pytest.param("中试平台建成多少吨", id="a count of what is not counted"),
        pytest.param("中试平台的补助比例", id="a share that the clause does not give"),
        pytest.param("中试平台的联系方式", id="a telephone number that is not there"),
        pytest.param("2035年中试平台", id="a year that is not there"),
        pytest.param("深圳的中试平台", id="a place that is not named"),
        pytest.param("中试平台建成1000个", id="a figure that is not there"),
    ],
)
def test_what_the_clause_does_not_say_cannot(text: str) -> None:
    assert not answerable(asked(text), FOUND)


def test_another_subject_is_unlikely_and_a_place_that_is_not_named_impossible() -> None:
    far = [hit(FOUND[0].clause.text, 0.1)]
    assert 0 < probability(asked("劳动合同试用期"), far) < 0.1
    assert probability(asked("深圳的中试平台"), FOUND) == 0


def test_the_nearer_and_the_better_covered_the_likelier() -> None:
    far, near = [hit(FOUND[0].clause.text, 0.2)], FOUND
    assert probability(asked("中试平台怎么建"), far) < probability(asked("中试平台怎么建"), near)
    assert probability(asked("中试平台的老板"), near) < probability(asked("中试平台"), near) < 1


def test_the_whole_country_is_no_place_that_must_be_named() -> None:
    assert answerable(asked("中国的中试平台怎么建"), FOUND)


def test_a_year_inside_a_title_dates_that_document() -> None:
    found = [hit("为落实《2035年远景目标纲要》的发展目标，提出如下意见。")]
    assert not answerable(asked("2035年发展目标"), found)


def test_nothing_found_answers_nothing() -> None:
    assert not answerable(asked("中试平台"), [])


def test_coverage_is_the_share_of_content_words() -> None:
    assert coverage(asked("请问中试平台"), [FOUND[0].clause]) == 1
    assert coverage(asked("劳动合同"), [FOUND[0].clause]) == 0


def test_a_word_stands_there_where_a_term_for_it_does() -> None:
    query = replace(asked("试产平台"), synonyms=(Synonym("试产", "中试"),))
    assert coverage(query, [FOUND[0].clause]) == 1
    assert coverage(asked("试产平台"), [FOUND[0].clause]) < 1
