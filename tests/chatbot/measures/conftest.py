"""Profiles matched with the measures of the policy that ships."""

from collections.abc import Callable

import pytest

from chatbot.chain import Chatbot
from chatbot.measures.match import Match, match
from chatbot.measures.reading import read
from tests.measuring import shipped_measures

Matched = Callable[[str], tuple[Match, ...]]


@pytest.fixture(scope="session")
def matched(bot: Chatbot) -> Matched:
    """Words of the chat → matches."""
    return lambda text: match(read(text), bot.searcher, shipped_measures)
