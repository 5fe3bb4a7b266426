"""An answer or a table as a Markdown file of its own, each citation a footnote [^1].

Footnotes and tables are those of GitHub Flavored Markdown, which pandoc reads as well.
"""

import re

from chatbot.answer import Answer, Quote
from chatbot.export.imprint import Imprint
from chatbot.export.source import address, key, note
from chatbot.markdown import escape
from chatbot.tables.table import Cell, Table

# An escaped character is passed over together with its backslash.
_MARK = re.compile(r"\\.|\[(\d+)\]", re.DOTALL)


def answer_markdown(question: str, answer: Answer, imprint: Imprint) -> bytes:
    """The answer under its question."""
    quotes = {citation.index: citation.quote for citation in answer.citations}

    def footnote(match: re.Match[str]) -> str:
        known = match.group(1) and int(match.group(1)) in quotes
        return f"[^{match.group(1)}]" if known else match.group()

    return _page(question, _MARK.sub(footnote, answer.text), quotes, imprint)


def table_markdown(table: Table, imprint: Imprint) -> bytes:
    """The table under its title."""
    quotes: dict[int, Quote] = {}
    numbers: dict[tuple[str, int, int], int] = {}

    def shown(cell: Cell) -> str:
        marks = []
        for quote in cell.quotes:
            number = numbers.setdefault(key(quote), len(numbers) + 1)
            quotes[number] = quote
            marks.append(f"[^{number}]")
        return _cell(cell.text) + "".join(marks)

    rows = [
        _row([_cell(column) for column in table.columns]),
        _row(["---"] * len(table.columns)),
        *(_row([shown(cell) for cell in row]) for row in table.rows),
    ]
    return _page(table.title, "\n".join(rows), quotes, imprint)


def _page(title: str, body: str, quotes: dict[int, Quote], imprint: Imprint) -> bytes:
    notes = [f"[^{number}]: {_note(quote)}" for number, quote in quotes.items()]
    heading = f"# {escape(' '.join(title.split()))}"
    parts = [heading, body, "---", escape(str(imprint)), *notes]
    return ("\n\n".join(parts) + "\n").encode(errors="replace")


def _note(quote: Quote) -> str:
    url = address(quote)
    return escape(note(quote)) + (f" <{url}>" if url else "")


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """Text in a row, which has no lines of its own."""
    return "<br>".join(escape(line.strip()) for line in text.splitlines())
