"""Single sentences on the policy that ships, each in an answer of its own."""

import pytest

from chatbot.answer import Mode
from chatbot.chain import Chatbot
from chatbot.question import Question
from tests.adversarial.sentences import FALSE, HONEST
from tests.fakes import ScriptedModel


def said_of(bot: Chatbot, title: str, sentence: str) -> tuple[Mode, str]:
    """Who composed the answer and what it says when a model says this of the clause."""
    hits = bot.searcher.search(title)[:6]
    number = next(i for i, hit in enumerate(hits, 1) if title in hit.clause.text)
    model = ScriptedModel(script=sentence.replace("@", str(number)))
    answer = Chatbot(bot.searcher, model).answer(Question(title))
    return answer.outcome.mode, answer.text


@pytest.mark.parametrize(("title", "sentence"), HONEST)
def test_an_honest_sentence_is_the_answer(bot: Chatbot, title: str, sentence: str) -> None:
    mode, text = said_of(bot, title, sentence)
    assert (mode, text) == (Mode.GENERATIVE, sentence.replace("@", "1"))


@pytest.mark.parametrize(("title", "sentence"), FALSE)
def test_a_false_sentence_is_no_answer(bot: Chatbot, title: str, sentence: str) -> None:
    mode, text = said_of(bot, title, sentence)
    assert mode is Mode.EXTRACTIVE
    assert sentence.removesuffix("。[@]") not in text
