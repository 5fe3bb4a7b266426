import pytest

from chatbot.answer import Status
from chatbot.chain import Chatbot
from chatbot.question import Question
from ui.pages.examples import SHOWN, examples


def test_the_shipped_policy_has_questions_written_for_it(bot: Chatbot) -> None:
    shown = examples(bot.library)
    assert len(shown) == SHOWN
    assert not any("《" in question for question in shown)


@pytest.mark.parametrize("nth", range(SHOWN))
def test_every_example_is_answered(bot: Chatbot, nth: int) -> None:
    answer = bot.answer(Question(examples(bot.library)[nth]))
    assert answer.status is Status.ANSWERED
    assert answer.citations
