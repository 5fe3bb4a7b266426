"""Commands on one policy or two: `chatbot card`, `targets`, `tasks`, `compare`."""

from typing import Annotated

import typer

policies = typer.Typer()

Json = Annotated[bool, typer.Option("--json", help="输出 JSON，与接口返回的内容相同")]
Policy = Annotated[str, typer.Argument(help="政策编号、标题或文号；只收录一份时不必指明")]


@policies.command()
def card(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="导入时的文件名、政策标题或编号", show_default=False)],
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            show_default=False,
            help="更正，写作 字段=值，可多次给出，例如 validity=已废止、effective=2024-07-01",
        ),
    ] = None,
    back: Annotated[
        list[str] | None,
        typer.Option("--unset", show_default=False, help="撤回一个字段的更正，恢复读到的值"),
    ] = None,
    json: Json = False,
) -> None:
    """显示或更正政策信息（时效、文种、层级等），各注明在原文中的位置。"""
    from ui.commands.card import run

    run(context.obj, name, given or [], back or [], as_json=json)


@policies.command()
def targets(context: typer.Context, policy: Policy = "", json: Json = False) -> None:
    """列出一份政策的目标与时间。"""
    from ui.commands.tables import run

    run(context.obj, "targets", policy, as_json=json)


@policies.command()
def tasks(context: typer.Context, policy: Policy = "", json: Json = False) -> None:
    """列出一份政策的任务、责任单位和时限。"""
    from ui.commands.tables import run

    run(context.obj, "tasks", policy, as_json=json)


@policies.command()
def compare(
    context: typer.Context,
    left: Annotated[str, typer.Argument(help="政策编号、标题或文号", show_default=False)],
    right: Annotated[str, typer.Argument(help="另一份政策", show_default=False)],
    json: Json = False,
) -> None:
    """逐条对照两份政策，标出不同之处。"""
    from ui.commands.tables import run_compare

    run_compare(context.obj, left, right, as_json=json)
