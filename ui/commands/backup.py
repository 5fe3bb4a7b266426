"""`chatbot backup` and `chatbot restore`."""

from pathlib import Path

import typer

from chatbot.backup import back_up
from chatbot.backup import restore as restored
from ui.commands import console, settings, told


def make(data: Path | None, file: Path, *, force: bool) -> None:
    """Write a back-up, not over another file unless told so."""
    if file.exists() and not force:
        raise typer.BadParameter(f"{file} 已存在；加上 --force 覆盖")
    with told():
        chosen = settings(data)
        back_up(chosen.data, file.resolve(), chosen.database_url)
    size = file.stat().st_size / 2**20
    console().print(f"已备份到 {file}（{size:.1f} MB）。", markup=False)


def put_back(data: Path | None, file: Path, *, yes: bool) -> None:
    """Restore a back-up; an existing library is replaced only if that is confirmed."""
    with told():
        chosen = settings(data)
        there = chosen.database_url or (chosen.data / "library.db").exists()
        if there and not yes:
            where = "数据库" if chosen.database_url else str(chosen.data)
            console().print(
                f"{where} 中已有政策库，恢复会替换它，备份之后的改动都会丢失。\n"
                "没有改动任何内容；确认无误后，加上 --yes 再运行一次。",
                markup=False,
            )
            raise typer.Exit(1)
        restored(file, chosen.data, chosen.database_url)
    console().print(f"已恢复到 {chosen.data}。", markup=False)
