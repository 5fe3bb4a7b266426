"""Commands that come in groups: `chatbot keys …`, `chatbot sites …`."""

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
