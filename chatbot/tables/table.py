"""A table whose cells say what they rest on."""

from dataclasses import dataclass

from chatbot.answer import Quote


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: plain text, never markup.
        quotes: what the text rests on.
    """

    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under named columns; every row has one cell a column."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
