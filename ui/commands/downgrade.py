"""`chatbot downgrade`."""

from pathlib import Path

import typer

from chatbot.records import tables as records
from index import tables as library
from index.database import connect
from index.errors import RevisionNotFound
from index.schema import downgrade
from ui.commands import console, settings, told

_SCHEMAS = {schema.name: schema for schema in (library.SCHEMA, records.SCHEMA)}


def run(data: Path | None, tables: str, revision: str, *, yes: bool) -> None:
    """Take the tables back to a revision, if that is confirmed."""
    if not yes:
        console().print(
            f"将把 {tables} 的表退回到结构版本 {revision}，此后的版本新增的数据项会被删除；"
            "先停止服务并备份（chatbot backup）。\n"
            "没有改动任何内容；确认无误后，加上 --yes 再运行一次。"
        )
        raise typer.Exit(1)
    with told():
        chosen = settings(data)
        file = chosen.data / f"{tables}.db"
        if not (chosen.database_url or file.exists()):
            raise RevisionNotFound(f"没有数据库 {file}。", hint="请用 --data 指明数据目录。")
        engine = connect(file, chosen.database_url)
        taken = downgrade(engine, _SCHEMAS[tables], revision)
        engine.dispose()
    if not taken:
        console().print(f"{tables} 已经是结构版本 {revision}，没有可退回的，也没有改动任何内容。")
        return
    console().print(f"{tables} 已退回到结构版本 {revision}，可以启动与之相配的版本了。")
