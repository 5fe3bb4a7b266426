"""The document promises exactly what the core keeps."""

import re
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from chatbot.api.wire import AskIn, SearchIn, TurnIn
from chatbot.errors import BadQuestion
from chatbot.question import Question, Turn

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def documented(model: type[Any], field: str, text: str) -> bool:
    pattern = model.model_json_schema()["properties"][field]["pattern"]
    return re.search(pattern, text) is not None


def accepted(question: str, *turns: str) -> bool:
    try:
        Question(question, tuple(Turn("user", turn) for turn in turns))
    except BadQuestion:
        return False
    return True


@given(TEXT)
@example("\u3000\n")
@example("a\x00")
@example("\x1c")
@example("\x85")
@example("a\n")
def test_a_question_that_fits_the_document_is_accepted(text: str) -> None:
    assert documented(AskIn, "question", text) == accepted(text)
    assert documented(SearchIn, "question", text) == accepted(text)


@given(TEXT)
@example("\u3000\n")
@example("a\x00")
@example("a\n")
def test_a_turn_that_fits_the_document_is_accepted(text: str) -> None:
    assert documented(TurnIn, "content", text) == accepted("问", text)
