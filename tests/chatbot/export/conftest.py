"""Answers and tables to export, made for the case or taken from the shipped policy."""

from datetime import UTC, datetime

import pytest

from chatbot.answer import Answer
from chatbot.chain import Chatbot
from chatbot.export.imprint import Imprint
from chatbot.question import Question


@pytest.fixture(scope="session")
def imprint() -> Imprint:
    return Imprint(
        exported=datetime(2026, 8, 3, 6, 5, 30, tzinfo=UTC),
        indexed=datetime(2026, 7, 31, 20, 0, tzinfo=UTC),
    )


@pytest.fixture(scope="session")
def answered(bot: Chatbot) -> Answer:
    """Three quotations in block quotes, with words set off."""
    return bot.answer(Question("做中试平台能得到哪些支持？"))
