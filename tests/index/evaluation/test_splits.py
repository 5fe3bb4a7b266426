"""Training and test parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation.splits import component_folds, components, law_folds, law_of, random_folds

LAWS = st.lists(st.sets(st.sampled_from("甲乙丙丁戊己"), min_size=1, max_size=3), min_size=2)


@pytest.mark.parametrize(
    ("name", "law"),
    [
        ("中华人民共和国劳动法", "劳动法"),
        ("中华人民共和国 劳动法（2018修正）", "劳动法"),
        ("劳动法(2018-12-29)", "劳动法"),
        ("中华人民共和国公司法（2023年修订）", "公司法"),
        ("中华人民共和国刑法修正案（七）", "刑法"),
        ("刑法修正案", "刑法"),
        ("民事诉讼监督规则（试行）(2013-11-18)", "民事诉讼监督规则"),
        ("关于适用《中华人民共和国民法典》继承编的解释（一）", "关于适用民法典继承编的解释（一）"),
        ("城市维护建设税暂行条例", "城市维护建设税暂行条例"),
        ("（2018修正）", "（2018修正）"),
    ],
)
def test_every_version_of_a_text_is_one_law(name: str, law: str) -> None:
    assert law_of(name) == law


def test_each_question_is_tested_once_in_folds_of_equal_size() -> None:
    splits = random_folds(11, 3, seed=0)
    assert sorted(place for split in splits for place in split.test) == list(range(11))
    assert sorted(len(split.test) for split in splits) == [3, 4, 4]
    assert all(set(split.train) == set(range(11)) - set(split.test) for split in splits)


def test_a_seed_gives_the_same_parts_and_another_seed_others() -> None:
    laws = [{name} for name in "甲乙丙丁戊己庚辛壬癸"]
    for split in (law_folds, component_folds):
        assert split(laws, 2, 7) == split(laws, 2, 7)
        assert split(laws, 2, 7) != split(laws, 2, 8)
    assert random_folds(10, 2, 7) == random_folds(10, 2, 7)
    assert random_folds(10, 2, 7) != random_folds(10, 2, 8)


def test_questions_are_joined_through_the_laws_of_others() -> None:
    assert components([{"甲"}, {"丙"}, {"甲", "乙"}, {"乙"}, set(), set()]) == [
        (0, 2, 3),
        (1,),
        (4,),
        (5,),
    ]


@given(LAWS, st.integers(0, 5))
def test_no_law_is_gold_in_both_parts(laws: list[set[str]], seed: int) -> None:
    splits = []
    if len(set().union(*laws)) > 1:
        splits += law_folds(laws, 2, seed)
    if len(components(laws)) > 1:
        splits += component_folds(laws, 2, seed)
    for split in splits:
        learned = set().union(*(laws[place] for place in split.train))
        tested = set().union(*(laws[place] for place in split.test))
        assert learned.isdisjoint(tested)
        places = sorted((*split.train, *split.test, *split.left_out))
        assert places == list(range(len(laws)))


@given(LAWS, st.integers(0, 5))
def test_folds_of_components_leave_nothing_out(laws: list[set[str]], seed: int) -> None:
    if len(components(laws)) < 2:
        return
    splits = component_folds(laws, 2, seed)
    assert sorted(place for split in splits for place in split.test) == list(range(len(laws)))
    assert all(split.left_out == () for split in splits)


def test_a_question_across_folds_is_left_out_where_it_would_tie_them() -> None:
    first, second = law_folds([{"甲"}, {"乙"}, {"甲", "乙"}], 2, seed=0)
    assert {first.test, second.test} == {(0,), (1,)}
    assert first.left_out == second.left_out == (2,)


def test_folds_of_laws_are_even_though_one_law_has_half_of_the_questions() -> None:
    laws = [{"民法典"}] * 50 + [{f"法{number}"} for number in range(50)]
    for seed in range(5):
        assert [len(split.test) for split in law_folds(laws, 2, seed)] == [50, 50]


@pytest.mark.parametrize("folds", [0, 1, 4])
def test_impossible_folds_are_refused(folds: int) -> None:
    with pytest.raises(ValueError, match="folds"):
        random_folds(3, folds, 0)
    with pytest.raises(ValueError, match="folds"):
        law_folds([{"甲"}, {"乙"}, {"丙"}], folds, 0)
    with pytest.raises(ValueError, match="folds"):
        component_folds([{"甲"}, {"乙"}, {"丙"}], folds, 0)
