"""Every answer of a language model that must not reach the user, and every one that must."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk

from chatbot.answer import Answer, Mode
from chatbot.chain import Chatbot
from chatbot.question import Question
from index.embedders import load
from index.ingest import ingest
from index.snapshot import open_searcher
from tests.adversarial.cases import ATTACKS, HONEST, TRUE, Attack, Honest
from tests.fakes import ScriptedModel

QUESTION = Question("中试平台的建设、服务、攻关、贷款和申报材料有什么规定")


class CitingModel(ScriptedModel):
    """Looks up in the prompt which number the clause 一、 has, where its script says @一."""

    def _stream(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        shown = re.findall(r"\n\[(\d)\] (.)、", str(messages[-1].content))
        numbers = {name: number for number, name in shown}
        said = re.sub("@(.)", lambda match: numbers[match[1]], self.script)
        return ScriptedModel(script=said, error=self.error)._stream(messages, *args, **kwargs)


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    """A library of one short policy, all of whose clauses a model is shown."""
    data = tmp_path_factory.mktemp("measures")
    embedder = load("builtin")
    ingest(data, [Path(__file__).with_name("措施.md")], embedder=embedder)
    chatbot = Chatbot(open_searcher(data, embedder=embedder))
    yield chatbot
    chatbot.close()


def answer(bot: Chatbot, script: str) -> Answer:
    return Chatbot(bot.searcher, CitingModel(script=script)).answer(QUESTION)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_what_no_clause_supports_does_not_reach_the_user(bot: Chatbot, attack: Attack) -> None:
    written = answer(bot, TRUE + attack.text)
    assert written.outcome.mode is Mode.GENERATIVE
    assert [banned for banned in attack.banned if banned in written.text] == []
    assert written.outcome.dropped == attack.dropped
    assert f"（已略去 {attack.dropped} 句无依据的表述。）" in written.text
    assert written.text.startswith("到2025年建成中试平台20家。[1]")


@pytest.mark.parametrize("honest", HONEST, ids=lambda honest: honest.id)
def test_what_a_clause_supports_is_kept(bot: Chatbot, honest: Honest) -> None:
    written = answer(bot, honest.text)
    assert (written.outcome.mode, written.outcome.dropped) == (Mode.GENERATIVE, 0)
    assert len(re.findall(r"(?:\[\d\])+", written.text)) == honest.sentences
    assert "略去" not in written.text


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_the_order_of_true_and_false_changes_nothing(bot: Chatbot, attack: Attack) -> None:
    """A full stop on either side keeps the sentences apart."""
    written = answer(bot, f"{attack.text}。\n{TRUE}")
    assert [banned for banned in attack.banned if banned in written.text] == []
    assert "到2025年建成中试平台20家。[1]" in written.text
