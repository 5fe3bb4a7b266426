"""`chatbot targets`, `chatbot tasks` and `chatbot compare`."""

from collections.abc import Callable
from pathlib import Path

from rich.table import Table as Shown
from rich.text import Text

from chatbot.chain import Chatbot
from chatbot.tables.comparison import Comparison, compare
from chatbot.tables.table import Table
from chatbot.tables.targets import targets
from chatbot.tables.tasks import tasks
from index.clause import Clause, Policy, PolicyHead, Span
from ui.commands import console, opened
from ui.commands.show import chosen

TABLES: dict[str, Callable[[Policy, PolicyHead], Table]] = {"targets": targets, "tasks": tasks}
"""Command → the table that it shows."""


def run(data: Path | None, command: str, policy: str, *, as_json: bool) -> None:
    """Show a table of one policy."""
    with opened(data) as chatbot:
        table = TABLES[command](*_both(chatbot, policy))
        if as_json:
            from chatbot.api.tables import TableOut

            console().print(TableOut.of(table).model_dump_json(indent=2), markup=False)
        else:
            _show(table)


def run_compare(data: Path | None, left: str, right: str, *, as_json: bool) -> None:
    """Show two policies clause by clause."""
    with opened(data) as chatbot:
        sides = _both(chatbot, left), _both(chatbot, right)
        found = compare(*sides, chatbot.searcher.embedder)
        if as_json:
            from chatbot.api.tables import ComparisonOut

            console().print(ComparisonOut.of(found).model_dump_json(indent=2), markup=False)
        else:
            _show_comparison(found)


def _both(chatbot: Chatbot, policy: str) -> tuple[Policy, PolicyHead]:
    head = chosen(chatbot, policy)
    return chatbot.library.policy(head.id), head


def _show(table: Table) -> None:
    shown = Shown(*table.columns, title=table.title)
    for row in table.rows:
        shown.add_row(*(Text(cell.text) for cell in row))
    console().print(shown)


def _show_comparison(comparison: Comparison) -> None:
    shown = Shown(comparison.left.name, comparison.right.name, "关系", show_lines=True)
    for pair in comparison.pairs:
        left = _marked(pair.left, pair.changed_left)
        right = _marked(pair.right, pair.changed_right)
        shown.add_row(left, right, pair.relation.value)
    console().print(shown)


def _marked(clause: Clause | None, changed: tuple[Span, ...]) -> Text:
    text = Text(clause.text if clause else "")
    for span in changed:
        text.stylize("bold reverse", span.start, span.end)
    return text
