"""Commands that come in groups: `chatbot keys …`, `chatbot sites …`, `chatbot audit …`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

keys = typer.Typer(help="管理接口的密钥。", no_args_is_help=True)


@keys.command("create")
def create_key(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="给谁用，如 门户网站", show_default=False)],
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", help="权限 read、ask 或 admin，可多次给出；缺省为 read 和 ask"),
    ] = None,
) -> None:
    """新建密钥；有了第一个密钥，接口就只对持有密钥者开放。"""
    from ui.commands.keys import create

    create(context.obj, name, scope or ["read", "ask"])


@keys.command("list")
def list_keys(context: typer.Context) -> None:
    """列出全部密钥，不含密钥本身。"""
    from ui.commands.keys import show

    show(context.obj)


@keys.command("revoke")
def revoke_key(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="密钥的编号", show_default=False)],
) -> None:
    """停用密钥，立即生效。"""
    from ui.commands.keys import revoke

    revoke(context.obj, key)


sites = typer.Typer(help="管理可以嵌入问答组件的门户网站。", no_args_is_help=True)


@sites.command("create")
def create_site(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="哪个网站，如 省政府门户", show_default=False)],
    origin: Annotated[
        list[str],
        typer.Option(help="网页的来源，如 https://portal.example，可多次给出", show_default=False),
    ],
) -> None:
    """登记网站；有了第一个站点，接口就只对持有密钥者和这些网站开放。"""
    from ui.commands.sites import create

    create(context.obj, name, origin)


@sites.command("list")
def list_sites(context: typer.Context) -> None:
    """列出全部站点。"""
    from ui.commands.sites import show

    show(context.obj)


@sites.command("revoke")
def revoke_site(
    context: typer.Context,
    site: Annotated[str, typer.Argument(help="站点的编号", show_default=False)],
) -> None:
    """停用站点，已发的令牌随即失效。"""
    from ui.commands.sites import revoke

    revoke(context.obj, site)


@sites.command("demo")
def demo_site(
    context: typer.Context,
    server: Annotated[str, typer.Option(help="问答服务的地址")] = "http://127.0.0.1:8000",
    port: Annotated[int, typer.Option(min=0, max=65535, help="演示门户的端口")] = 8100,
) -> None:
    """启动演示门户：嵌入了组件的网页，来源与问答服务不同；停止后其站点即停用。"""
    from ui.commands.sites import demo

    demo(context.obj, server, port)


audit = typer.Typer(help="查看、导出和复核已经给出的回答。", no_args_is_help=True)

AnswerId = Annotated[str, typer.Argument(help="回答的编号", show_default=False)]
Words = Annotated[str, typer.Option(help="问题、回答或评价中的词，以空格分开，须全部出现")]
Status = Annotated[
    str, typer.Option(help="结果：answered、not_found、refused、failed（出错）或 left（中途离开）")
]
Verdict = Annotated[str, typer.Option(help="评价：up 或 down")]
Since = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="起始日期（含），如 2026-01-31")
]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="截止日期（含）")]


@audit.command("list")
def list_answers(
    context: typer.Context,
    words: Words = "",
    status: Status = "",
    verdict: Verdict = "",
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="最多列出几条")] = 20,
) -> None:
    """列出回答，新的在前。"""
    from ui.commands.audit import show, wanted

    show(context.obj, wanted(words, status, verdict, since, until), limit)


@audit.command("show")
def show_answer(context: typer.Context, answer: AnswerId) -> None:
    """显示一个回答的全部记录（JSON）。"""
    from ui.commands.audit import show_one

    show_one(context.obj, answer)


@audit.command("export")
def export_answers(
    context: typer.Context,
    output: Annotated[
        Path, typer.Argument(dir_okay=False, help="文件，.jsonl 或 .csv", show_default=False)
    ],
    words: Words = "",
    status: Status = "",
    verdict: Verdict = "",
    since: Since = None,
    until: Until = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖")] = False,
) -> None:
    """把回答写成文件。"""
    from ui.commands.audit import export, wanted

    export(context.obj, wanted(words, status, verdict, since, until), output, force=force)


@audit.command("mark")
def mark_answer(
    context: typer.Context,
    answer: AnswerId,
    clauses: Annotated[
        list[str] | None,
        typer.Argument(help="能回答问题的条款的编号（clause_id）", show_default=False),
    ] = None,
    nothing: Annotated[bool, typer.Option("--nothing", help="政策没有规定")] = False,
    note: Annotated[str, typer.Option(help="备注")] = "",
) -> None:
    """复核：指明能回答问题的条款，或政策没有规定。"""
    from ui.commands.audit import mark

    mark(context.obj, answer, clauses or [], note, nothing=nothing)


@audit.command("questions")
def export_questions(
    context: typer.Context,
    output: Annotated[
        Path, typer.Argument(dir_okay=False, help="文件，.jsonl", show_default=False)
    ],
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖")] = False,
) -> None:
    """把复核过的问题写成 chatbot eval 的问题文件。"""
    from ui.commands.audit import questions

    questions(context.obj, output, force=force)
