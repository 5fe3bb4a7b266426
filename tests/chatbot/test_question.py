import pytest

from chatbot.errors import BadQuestion
from chatbot.question import MAX_QUESTION, MAX_TURNS, Question, Turn


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "空", id="empty"),
        pytest.param(" \n\u3000", "空", id="blank"),
        pytest.param("问" * (MAX_QUESTION + 1), "2,001", id="too long"),
        pytest.param("中试\x00平台", "U+0000", id="NUL"),
        pytest.param("中试\x1b[31m", "U+001B", id="escape"),
        pytest.param("\ud800", "U+D800", id="lone surrogate"),
    ],
)
def test_a_question_that_cannot_be_worked_on_says_why(text: str, said: str) -> None:
    with pytest.raises(BadQuestion, match=said.replace("+", r"\+")) as caught:
        Question(text)
    assert caught.value.hint


def test_too_long_a_history_is_refused() -> None:
    with pytest.raises(BadQuestion, match=f"超过上限 {MAX_TURNS}"):
        Question("问题", (Turn("user", "问"),) * (MAX_TURNS + 1))


def test_control_characters_in_the_history_are_refused() -> None:
    with pytest.raises(BadQuestion, match=r"U\+0007"):
        Question("问题", (Turn("user", "响\x07铃"),))


def test_line_breaks_and_rare_characters_are_fine() -> None:
    assert Question("第一行\n第二行\t𠮷").text == "第一行\n第二行\t𠮷"
