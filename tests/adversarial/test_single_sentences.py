"""Single sentences on the policy that ships, each in an answer of its own, and on statutes."""

from functools import cache
from pathlib import Path

import pytest

from chatbot.answer import Mode
from chatbot.chain import Chatbot
from chatbot.compose.check import verify
from chatbot.compose.sentences import sentences
from chatbot.question import Question
from index.clause import Hit, PolicyHead
from index.policy import read_policy
from tests.adversarial.sentences import FALSE, HONEST, STATUTE_FALSE, STATUTE_HONEST
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


@cache
def article(statute: str, number: str) -> Hit:
    """An article of a statute, of which the articles in question are at hand."""
    file = Path(__file__).with_name(f"{statute}（节选）.md")
    policy = read_policy(file.read_bytes(), file.name)
    head = PolicyHead(policy.id, policy.source_file, policy.sha256, policy.name, policy.card)
    (clause,) = (c for c in policy.clauses if c.unit and c.number == number)
    return Hit(clause, head, 1, 1, 1)


@pytest.mark.parametrize(("statute", "number", "text"), STATUTE_HONEST)
def test_an_honest_sentence_on_a_statute_is_kept(statute: str, number: str, text: str) -> None:
    (sentence,) = sentences([text.replace("@", "1")])
    assert verify(sentence, [article(statute, number)])


@pytest.mark.parametrize(("statute", "number", "text"), STATUTE_FALSE)
def test_a_false_sentence_on_a_statute_is_dropped(statute: str, number: str, text: str) -> None:
    (sentence,) = sentences([text.replace("@", "1")])
    assert verify(sentence, [article(statute, number)]) is None
