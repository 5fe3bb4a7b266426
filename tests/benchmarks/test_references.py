import pytest

from benchmarks.references import DEEPER, SPELLINGS, drawn, same
from chatbot.chain import Chatbot
from chatbot.question import Question
from tests import makers


def test_the_same_articles_are_drawn_again(laws: Chatbot) -> None:
    once, again = (list(drawn(laws.library, 20)) for _ in range(2))
    assert once == again
    assert len({case.head.id for case in once}) > 3


def test_an_earlier_version_is_asked_for_with_its_date(laws: Chatbot) -> None:
    dated = {case.head.source_file: case.dated for case in drawn(laws.library, 40)}
    assert dated["公司法(2018-10-26).md"] == "（2018-10-26）"
    assert dated["公司法(2023-12-29).md"] == ""


@pytest.mark.parametrize("spelling", [each for each in SPELLINGS if each not in DEEPER])
def test_a_spelling_leads_to_its_article(laws: Chatbot, spelling: str) -> None:
    for case in drawn(laws.library, 20):
        if text := SPELLINGS[spelling](case):
            answer = laws.answer(Question(text))
            assert same(answer.citations[0].quote.clause, case.article), text


def test_where_no_policy_has_articles_nothing_is_drawn(bot: Chatbot) -> None:
    assert list(drawn(bot.library, 3)) == []


def test_a_copy_in_another_file_is_the_same_and_another_wording_is_not() -> None:
    one, copy, other = (
        makers.policy(text, name).clauses[0]
        for text, name in [
            ("第一条 甲。", "a.md"),
            ("第一条  甲。", "b.md"),
            ("第一条 乙。", "c.md"),
        ]
    )
    assert same(one, one)
    assert same(one, copy)
    assert not same(one, other)
