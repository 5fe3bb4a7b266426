"""A table whose cells quote the clauses that they are taken from."""

from dataclasses import dataclass

from chatbot.answer import Quote


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: plain text, never markup.
        quotes: what the text rests on; none where it says that the policy does not say.
    """

    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; each row has a cell for each column."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
