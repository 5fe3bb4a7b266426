"""The document promises exactly what the core keeps."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.api.wire import AskIn, ClauseOut, SearchIn, TurnIn
from chatbot.errors import BadQuestion
from chatbot.question import Question, Turn
from index.clause import Place
from tests.makers import clause, head

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
LATIN = [chr(code) for code in range(0x180)]
"""All control characters, and some that are none."""


def pattern(model: type[Any], field: str) -> re.Pattern[str]:
    return re.compile(model.model_json_schema()["properties"][field]["pattern"])


QUESTION, TURN = pattern(AskIn, "question"), pattern(TurnIn, "content")


def accepted(question: str, *turns: str) -> bool:
    try:
        Question(question, tuple(Turn("user", turn) for turn in turns))
    except BadQuestion:
        return False
    return True


def test_search_and_ask_document_the_same_question() -> None:
    assert pattern(SearchIn, "question") == QUESTION


@pytest.mark.parametrize("around", ["{}", "问{}", "{}问"])
def test_each_character_that_the_document_allows_is_accepted(around: str) -> None:
    texts = [around.format(character) for character in LATIN]
    assert [t for t in texts if QUESTION.search(t)] == [t for t in texts if accepted(t)]
    assert [t for t in texts if TURN.search(t)] == [t for t in texts if accepted("问", t)]


@given(TEXT)
def test_a_question_that_fits_the_document_is_accepted(text: str) -> None:
    assert (QUESTION.search(text) is not None) == accepted(text)


@given(TEXT)
def test_a_turn_that_fits_the_document_is_accepted(text: str) -> None:
    assert (TURN.search(text) is not None) == accepted("问", text)


def test_a_clause_says_where_it_stands_in_the_original() -> None:
    placed = replace(clause("1.甲。"), place=Place(3, (0.1, 0.2, 0.9, 0.3)))
    assert ClauseOut.of(placed, head()).model_dump()["place"] == {
        "page": 3,
        "box": (0.1, 0.2, 0.9, 0.3),
        "paragraph": None,
    }
    assert ClauseOut.of(clause("1.甲。"), head()).place is None
