"""`chatbot lexicon`."""

from pathlib import Path

from rich.markup import escape
from rich.table import Table

from chatbot.question import Question
from chatbot.wiring import open_backend
from index.citation import label
from index.clause import Hit
from index.embedders import load as load_embedder
from index.query.lexicon import OWN, Lexicon, load
from index.snapshot import open_searcher
from ui.commands import console, opened, settings, told

_SHOWN = 5
"""Clauses compared."""


def run(data: Path | None, question: str | None) -> None:
    """Check the lexicon; with a question, show how it is read and what the lexicon changes."""
    with told():
        place = settings(data).data
        out = console()
        out.print(f"词库共有 {len(load(place)):,} 个说法。")
        own = place / OWN
        out.print(
            f"自有词库 {own}：{'已载入' if own.exists() else '没有；可以新建'}。", markup=False
        )
        out.print("每行一条：正式用语: 说法1 说法2 …（重启服务后生效）", markup=False)
    if question:
        _try(data, Question(question).text)


def _try(data: Path | None, text: str) -> None:
    with opened(data) as chatbot:
        chosen = settings(data)
        without = open_searcher(
            chosen.data,
            embedder=load_embedder(chosen.embedder),
            url=chosen.database_url,
            backend=open_backend(chosen),
            lexicon=Lexicon(()),
        )
        query = chatbot.searcher.read(text)
        out = console()
        out.print(f"\n查找：{query.text}", markup=False)
        for each in query.corrections:
            out.print(f"更正：{each.typed} → {each.meant}", markup=False)
        out.print(f"另按：{'、'.join(query.related) or '（无）'}", markup=False)
        before, after = without.search(text, _SHOWN), chatbot.searcher.search(text, _SHOWN)
        out.print(_side_by_side(before, after))
        without.close()


def _side_by_side(before: list[Hit], after: list[Hit]) -> Table:
    table = Table("", "不用词库", "使用词库")
    for place in range(max(len(before), len(after))):
        cells = (_cell(hits[place]) if place < len(hits) else "" for hits in (before, after))
        table.add_row(str(place + 1), *cells)
    return table


def _cell(hit: Hit) -> str:
    return escape(f"{label(hit.policy, hit.clause)} {hit.clause.title}".strip())
