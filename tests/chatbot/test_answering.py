import pytest

from chatbot.answering import answered
from chatbot.chain import Chatbot
from chatbot.question import Question
from index.errors import PolicyNotFound
from index.filters import Filters


def test_a_question_limited_to_a_policy_is_answered_from_it(bot: Chatbot) -> None:
    (head,) = bot.library.heads()
    answer = answered(bot, Question("中试平台怎么建", filters=Filters(policy_ids=(head.id,))))
    assert answer.citations[0].quote.policy.id == head.id


def test_a_policy_that_does_not_exist_is_named(bot: Chatbot) -> None:
    with pytest.raises(PolicyNotFound, match="0123"):
        answered(bot, Question("中试平台怎么建", filters=Filters(policy_ids=("0123",))))
