"""`chatbot remove`."""

from contextlib import closing
from pathlib import Path

from chatbot.settings import Settings
from chatbot.wiring import open_embedder, open_ingest
from index.clause import PolicyHead
from index.ingest import named
from index.library import Library
from index.tables import open_engine
from ui.commands import console, settings, told

_SHOWN = 20
"""Policies named one by one."""


def run(data: Path | None, names: list[str], *, yes: bool) -> None:
    """List the policies that these names mean; remove them if that is confirmed."""
    with told():
        chosen = settings(data)
        going = _removed(chosen, names) if yes else _meant(chosen, names)
    out = console()
    out.print(f"{'已移除' if yes else '将移除'} {len(going)} 份政策：")
    for head in going[:_SHOWN]:
        out.print(f"  《{head.name}》（{head.source_file}）", markup=False)
    if len(going) > _SHOWN:
        out.print(f"  ……另有 {len(going) - _SHOWN} 份")
    if not yes:
        out.print("没有改动任何内容；确认无误后，加上 --yes 再运行一次。")


def _removed(chosen: Settings, names: list[str]) -> list[PolicyHead]:
    with closing(open_ingest(chosen, open_embedder(chosen))) as opened:
        going = named(opened.heads(), names)
        opened.remove(names)
        return going


def _meant(chosen: Settings, names: list[str]) -> list[PolicyHead]:
    library = Library(open_engine(chosen.data, chosen.database_url))
    try:
        return named(library.heads(), names)
    finally:
        library.close()
