"""`chatbot sites`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.table import Column, Table

from chatbot.records.sites import Sites
from chatbot.wiring import open_records
from ui.commands import console, day, settings, told

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
    console(error=True).print(f"站点已登记，允许来自 {allowed} 的网页。编号：", markup=False)
    console().print(site.id, markup=False)


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
