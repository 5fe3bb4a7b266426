from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest

from chatbot.chain import Chatbot
from chatbot.records import Records
from ui.pages.ask import AskPage
from ui.pages.history import Talk
from ui.pages.strings import Language, strings


@pytest.fixture
def page(bot: Chatbot, tmp_path: Path) -> Iterator[AskPage]:
    records = Records.open(tmp_path)
    yield AskPage(bot, records.answers, strings(Language.CHINESE))
    records.close()


def test_what_is_typed_while_an_answer_grows_stays(page: AskPage) -> None:
    emptied, *grown = page.ask("四（六）14的原文是什么？", [], (), Talk())
    assert emptied[0] == ""
    assert [update[0] for update in grown] == [gr.skip()] * len(grown)


def test_whoever_asks_sees_at_once_that_something_is_done(page: AskPage) -> None:
    first, *_ = page.ask("四（六）14的原文是什么？", [], (), Talk())
    question, waiting = first[1]
    assert "四（六）14" in question["content"]
    assert "正在查找条款" in waiting["content"]


def test_a_question_that_is_not_taken_is_given_back(page: AskPage) -> None:
    *_, last = page.ask("问" * 2_001, [], (), Talk())
    assert last[0] == "问" * 2_001
