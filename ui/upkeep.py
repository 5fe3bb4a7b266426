"""Commands that look after the data: `chatbot remove`, `backup`, `restore` and others."""

from pathlib import Path
from typing import Annotated, Literal

import typer

upkeep = typer.Typer()


@upkeep.command()
def remove(
    context: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(help="导入时的文件名、政策标题或编号", show_default=False),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="真的移除；不加则只列出将移除的政策")] = False,
) -> None:
    """移除政策；默认只列出将移除哪些。"""
    from ui.commands.remove import run

    run(context.obj, names, yes=yes)


@upkeep.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(dir_okay=False, help="备份文件，如 备份.tar.gz")],
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖")] = False,
) -> None:
    """把数据目录备份成一个文件；服务运行时也可以。"""
    from ui.commands.backup import make

    make(context.obj, file, force=force)


@upkeep.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="备份文件")],
    yes: Annotated[bool, typer.Option("--yes", help="真的恢复，备份之后的改动都会丢失")] = False,
) -> None:
    """用备份替换数据目录的内容；运行中的服务随即使用恢复的内容。"""
    from ui.commands.backup import put_back

    put_back(context.obj, file, yes=yes)


@upkeep.command()
def doctor(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="修复能修复的问题")] = False,
) -> None:
    """检查安装、数据库和索引，说明问题和处理办法。"""
    from ui.commands.doctor import run

    run(context.obj, repair=repair)


@upkeep.command()
def downgrade(
    context: typer.Context,
    tables: Annotated[
        Literal["library", "records"],
        typer.Argument(help="哪个数据库的表：library 政策库，records 记录", show_default=False),
    ],
    revision: Annotated[str, typer.Argument(help="结构版本，如 0001", show_default=False)],
    yes: Annotated[
        bool, typer.Option("--yes", help="真的退回；此后的版本新增的数据项会被删除")
    ] = False,
) -> None:
    """把数据库的表退回到较早版本的程序能用的结构；先停止服务。"""
    from ui.commands.downgrade import run

    run(context.obj, tables, revision, yes=yes)
