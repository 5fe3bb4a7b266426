from dataclasses import replace

from index.distinct import distinct
from tests.makers import head, hit

FIRST = hit("企业应当建立安全生产制度，防止发生事故。")


def test_a_copy_in_another_policy_is_left_out() -> None:
    copy = replace(FIRST, policy=head("另一个意见"))
    assert list(distinct([FIRST, copy])) == [FIRST]


def test_another_version_of_an_article_is_left_out() -> None:
    amended = hit("企业必须建立安全生产制度，防止发生事故。")
    named = replace(amended, policy=head(f"{FIRST.policy.name}（2018年修正）"))
    assert list(distinct([FIRST, amended, named])) == [FIRST]


def test_an_article_of_the_same_name_and_number_that_says_something_else_stays() -> None:
    other = hit("引进海外人才。")
    assert list(distinct([FIRST, other])) == [FIRST, other]


def test_a_similar_article_of_another_policy_stays() -> None:
    similar = replace(hit("企业必须建立安全生产制度，防止发生事故。"), policy=head("另一个意见"))
    assert list(distinct([FIRST, similar])) == [FIRST, similar]


def test_the_order_is_kept() -> None:
    hits = [hit("甲地建设平台。"), FIRST, hit("乙地引进人才。")]
    assert list(distinct(hits)) == hits
