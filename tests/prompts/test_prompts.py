import pytest

from prompts import load


def test_a_prompt_says_what_it_is_for_and_what_its_variables_mean() -> None:
    prompt = load("answer")
    assert prompt.purpose
    assert set(prompt.variables) == {"key", "clauses", "question"}


def test_values_are_put_in_as_they_are() -> None:
    """A dollar sign or a variable's name inside a value is text, not a variable."""
    role, text = load("answer").render(key="k", clauses="[1] 价格 $question $5", question="多少钱")[
        1
    ]
    assert role == "user"
    assert "[1] 价格 $question $5" in text


def test_a_missing_variable_is_an_error() -> None:
    with pytest.raises(KeyError, match="question"):
        load("answer").render(key="k", clauses="…")


def test_an_unknown_prompt_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load("no-such-prompt")
