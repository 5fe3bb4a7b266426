"""What was typed → what is searched, over the policy that ships."""

import pytest

from chatbot.chain import Chatbot
from index.search import Searcher


@pytest.fixture(scope="module")
def searcher(bot: Chatbot) -> Searcher:
    return bot.searcher


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("標準制定", "标准制定"),
        ("ＡＩ", "AI"),
        ("biaozhun 引领", "标准 引领"),
        ("zhongshi平台", "中试平台"),
        ("rengongzhineng", "人工智能"),
        ("人才陪养", "人才培养"),
        ("中式平台", "中试平台"),
        ("标准花", "标准化"),
        ("国际合做", "国际合作"),
        ("请问一下，专利护航怎么做呢？谢谢", ",专利护航 ?"),
    ],
)
def test_a_question_is_searched_as_it_was_meant(
    searcher: Searcher, typed: str, searched: str
) -> None:
    assert searcher.read(typed).text == searched


@pytest.mark.parametrize(
    "typed",
    [
        "红烧肉",
        "工厂里用的智能设备",
        "劳动合同到期",
        "几时发布",
        "网吧管理",
        "email 地址",
        "shishishishi",
        "你好",
    ],
)
def test_what_the_library_does_not_hold_is_left_as_it_was_typed(
    searcher: Searcher, typed: str
) -> None:
    assert searcher.read(typed).asked == typed
    assert not searcher.read(typed).corrections


def test_what_was_changed_is_told(searcher: Searcher) -> None:
    (correction,) = searcher.read("人才陪养").corrections
    assert (correction.typed, correction.meant) == ("陪养", "培养")


def test_no_sentence_of_the_policy_is_corrected(searcher: Searcher) -> None:
    for head in searcher.library.heads():
        for clause in searcher.library.policy(head.id).clauses:
            assert not searcher.read(clause.text[:500]).corrections, clause.reference


def test_reading_again_changes_nothing(searcher: Searcher) -> None:
    for typed in ("請問人才陪養", "zhongshi pingtai怎么建", "2025年要建多少个"):
        once = searcher.read(typed).text
        assert searcher.read(once).text == once


@pytest.mark.parametrize(
    ("typed", "number"),
    [("標準制定和專利", "13."), ("zhongshi 能力", "14."), ("人才陪养", "15."), ("AI标准", "13.")],
)
def test_what_was_meant_is_found(searcher: Searcher, typed: str, number: str) -> None:
    found = [hit.clause.number for hit in searcher.search(typed, k=4)]
    assert number in found


def test_a_synonym_stands_for_what_was_typed(searcher: Searcher) -> None:
    related = searcher.read("AI和3项任务").related_tokens
    assert related["人工"] == related["智能"] == [["ai"]]
    assert related["三项"] == [[]]
