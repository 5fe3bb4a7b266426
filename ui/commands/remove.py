"""`chatbot remove`."""

from pathlib import Path

from chatbot.settings import Settings
from chatbot.wiring import open_embedder
from index.clause import PolicyHead
from index.ingest import named, remove
from index.library import Library
from index.tables import open_engine
from ui.commands import console, settings, told

_SHOWN = 20
"""Policies named one by one."""


def run(data: Path | None, names: list[str], *, yes: bool) -> None:
    """List the policies that these names mean; remove them if that is confirmed."""
    with told():
        chosen = settings(data)
        if yes:
            going = remove(
                chosen.data, names, embedder=open_embedder(chosen), url=chosen.database_url
            )
        else:
            going = _meant(chosen, names)
    out = console()
    out.print(f"{'已移除' if yes else '将移除'} {len(going)} 份政策：")
    for head in going[:_SHOWN]:
        out.print(f"  《{head.name}》（{head.source_file}）", markup=False)
    if len(going) > _SHOWN:
        out.print(f"  ……另有 {len(going) - _SHOWN} 份")
    if not yes:
        out.print("没有改动任何内容；确认无误后，加上 --yes 再运行一次。")


def _meant(chosen: Settings, names: list[str]) -> list[PolicyHead]:
    library = Library(open_engine(chosen.data, chosen.database_url))
    try:
        return named(library.heads(), names)
    finally:
        library.close()
