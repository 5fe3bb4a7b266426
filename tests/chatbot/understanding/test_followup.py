import pytest

from chatbot.question import MAX_QUESTION, Question, Turn
from chatbot.understanding.followup import Ask, ask, leans, standalone


def after(earlier: str, text: str) -> str:
    return standalone(Question(text, (Turn("user", earlier), Turn("assistant", "……"))))


@pytest.mark.parametrize(
    ("earlier", "text", "alone"),
    [
        ("2025年的目标是什么", "那2027年呢", "2027年的目标是什么"),
        ("国际合作有哪些举措", "它的原文", "国际合作有哪些举措"),
        ("中试平台怎么建", "原文给我", "中试平台怎么建"),
        ("中央企业有什么行动计划", "中小企业呢", "中小企业 中央企业有什么行动计划"),
        ("人才队伍怎么建设", "它属于哪个部分", "人才队伍怎么建设"),
    ],
)
def test_what_is_left_out_comes_from_the_turn_before(earlier: str, text: str, alone: str) -> None:
    assert after(earlier, text) == alone


def test_a_question_that_stands_alone_is_left_as_it_is() -> None:
    assert after("中试平台怎么建", "海外人才引进怎么说") == "海外人才引进怎么说"


def test_a_chain_of_follow_ups_is_followed_to_its_start() -> None:
    turns = (Turn("user", "2025年的目标"), Turn("assistant", "…"), Turn("user", "那2027年呢"))
    assert standalone(Question("原文呢", turns)) == "2027年的目标"


def test_turns_that_could_not_be_questions_are_no_obstacle() -> None:
    turns = (Turn("user", "中试平台怎么建"), Turn("user", " "), Turn("user", "长" * 5_000))
    assert len(standalone(Question("它的原文", turns))) <= MAX_QUESTION
    assert standalone(Question("它的原文", turns[:2])) == "中试平台怎么建"


def test_the_first_question_leans_on_nothing() -> None:
    assert standalone(Question("那2027年呢")) == "那2027年呢"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("下一条", Ask.NEXT),
        ("上一条呢", Ask.PREVIOUS),
        ("原文给我", Ask.TEXT),
        ("它属于哪个部分", Ask.PLACE),
        ("（五）下面有哪些条", Ask.CHILDREN),
        ("中试平台怎么建", Ask.ANSWER),
    ],
)
def test_what_is_wanted_of_the_clause(text: str, wanted: Ask) -> None:
    assert ask(text) is wanted


def test_a_long_question_with_a_particle_does_not_lean() -> None:
    assert not leans("企业在数据管理和产品开发方面需要建立什么样的自律机制呢")
