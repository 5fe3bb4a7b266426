from pathlib import Path

import pytest

from chatbot.answer import Status
from chatbot.chain import Chatbot
from chatbot.question import Question
from index.embedders import load
from index.ingest import ingest, shipped
from index.snapshot import open_searcher
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


def test_of_several_policies_one_is_asked_about_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "办法.md").write_text("# 某市办法\n\n第一条 给予补贴。\n", encoding="utf-8")
    data = tmp_path / "data"
    ingest(data, [shipped(), tmp_path / "办法.md"], embedder=load("builtin"))
    chatbot = Chatbot(open_searcher(data, embedder=load("builtin")))
    shown = examples(chatbot.library)
    assert any("实施意见》是哪些部门联合印发的" in question for question in shown)
    assert all(chatbot.answer(Question(each)).status is Status.ANSWERED for each in shown)
    chatbot.close()
