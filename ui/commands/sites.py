"""`chatbot sites`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.table import Column, Table

from chatbot.records.sites import Sites, origin
from chatbot.wiring import open_records
from ui.commands import console, day, settings, told
from ui.commands.keys import CLOSED

_TWO_LINES = """<script src="http://127.0.0.1:8000/widget/policy-chat.js" defer></script>
<policy-chat site="{site}"></policy-chat>"""
_ORIGINS = Column("允许的来源", overflow="fold")


@contextmanager
def _sites(data: Path | None) -> Iterator[Sites]:
    with told():
        records = open_records(settings(data))
        try:
            yield records.sites
        finally:
            records.close()


def create(data: Path | None, name: str, origins: Sequence[str]) -> None:
    """Make a site and show what its pages need."""
    with _sites(data) as sites:
        site = sites.create(name, origins)
    allowed = "、".join(site.origins)
    console(error=True).print(
        f"站点已登记，允许来自 {allowed} 的网页。在网页中加入两行，地址换成问答服务的：",
        markup=False,
    )
    console().print(_TWO_LINES.format(site=site.id), markup=False)
    console(error=True).print(f"网页中的组件不需要密钥；{CLOSED}", markup=False)


def show(data: Path | None) -> None:
    """List the sites."""
    table = Table(Column("编号", no_wrap=True), "名称", _ORIGINS, "创建", "停用")
    with _sites(data) as sites:
        for site in sites.all():
            origins = "\n".join(site.origins)
            table.add_row(site.id, site.name, origins, day(site.created), day(site.revoked))
    console().print(table)


def revoke(data: Path | None, site_id: str) -> None:
    """Keep a site's pages out."""
    with _sites(data) as sites:
        sites.revoke(site_id)
    console().print(f"站点 {site_id} 已停用。", markup=False)


def demo(data: Path | None, server: str, port: int) -> None:
    """Serve a portal that embeds the widget; its site is good while it runs."""
    import uvicorn

    from ui.commands.serve import listen
    from ui.widget.portal import portal

    with _sites(data) as sites, listen("127.0.0.1", port) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        site = sites.create("演示门户", [address])
        console().print(f"演示门户：{address}/（按 Ctrl+C 停止）", markup=False)
        try:
            app = portal(origin(server), site.id)
            uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
        finally:
            sites.revoke(site.id)
