from dataclasses import replace
from pathlib import Path

import pytest

from chatbot.answer import Answer
from chatbot.chain import Chatbot
from chatbot.question import Question
from chatbot.recall import joined, recalled
from chatbot.records import Records, recorded
from chatbot.records.entry import Entry, Via

QUESTION = "做中试平台能得到哪些支持？"


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records.open(tmp_path)


@pytest.fixture
def given(bot: Chatbot, records: Records) -> tuple[Answer, Entry]:
    answer = recorded(bot, records, Via.PAGE).answer(Question(QUESTION))
    return answer, records.answers.read(answer.id)


def test_an_answer_is_read_again_as_it_was_given(bot: Chatbot, given: tuple[Answer, Entry]) -> None:
    answer, entry = given
    again = recalled(entry, bot.library)
    assert (again.id, again.text, again.status) == (answer.id, answer.text, answer.status)
    assert again.citations == answer.citations


def test_words_that_no_longer_stand_there_are_not_quoted(
    bot: Chatbot, given: tuple[Answer, Entry]
) -> None:
    first, *others = given[1].citations
    changed = replace(given[1], citations=(replace(first, quote="别的话"), *others))
    assert [each.index for each in recalled(changed, bot.library).citations] == [
        source.index for source in others
    ]


def test_a_clause_that_is_gone_is_not_cited(bot: Chatbot, given: tuple[Answer, Entry]) -> None:
    first = given[1].citations[0]
    gone = replace(given[1], citations=(replace(first, clause_id="gone.h1"),))
    assert recalled(gone, bot.library).citations == ()


def test_a_talk_is_one_answer_numbered_throughout(given: tuple[Answer, Entry]) -> None:
    answer = given[0]
    talk = joined([("甲*？", answer), ("乙？", answer)])
    count = len(answer.citations)
    assert [each.index for each in talk.citations] == list(range(1, 2 * count + 1))
    first, _, second = talk.text.partition("## 乙？")
    assert first.startswith(r"## 甲\*？")
    assert "[1]" in first
    assert f"[{count + 1}]" in second
    assert "[1]" not in second
