"""What goes in: a question with the turns before it."""

from dataclasses import dataclass
from typing import Literal

from index.clause import Filters

MAX_QUESTION = 2_000
"""Characters of one question."""
MAX_TURNS = 50
"""Turns of history."""
MAX_TURN = 20_000
"""Characters of one turn of history: an answer may quote whole clauses."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the talk so far."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the user put it."""

    text: str
    turns: tuple[Turn, ...] = ()
    filters: Filters = Filters()
