"""`chatbot keys`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.table import Table

from chatbot.errors import BadSettings
from chatbot.records.keys import Keys, Scope
from chatbot.wiring import open_records
from ui.commands import console, day, settings, told

CLOSED = "此后打开页面、调用接口都要有密钥（chatbot keys create）。"
"""What follows from the first key, or the first site."""


@contextmanager
def _keys(data: Path | None) -> Iterator[Keys]:
    with told():
        records = open_records(settings(data))
        try:
            yield records.keys
        finally:
            records.close()


def create(data: Path | None, name: str, scopes: Sequence[str]) -> None:
    """Make a key and show its secret, this once."""
    with _keys(data) as keys:
        key, secret = keys.create(name, [_scope(scope) for scope in scopes])
    console(error=True).print(f"密钥 {key.id} 已创建，只显示这一次，请妥善保存：", markup=False)
    console().print(secret, markup=False)
    console(error=True).print(CLOSED, markup=False)


def show(data: Path | None) -> None:
    """List the keys."""
    table = Table("编号", "名称", "权限", "创建", "停用")
    with _keys(data) as keys:
        for key in keys.all():
            scopes = "、".join(sorted(key.scopes))
            table.add_row(key.id, key.name, scopes, day(key.created), day(key.revoked))
    console().print(table)


def revoke(data: Path | None, key_id: str) -> None:
    """Make a key useless."""
    with _keys(data) as keys:
        keys.revoke(key_id)
    console().print(f"密钥 {key_id} 已停用。", markup=False)


def _scope(name: str) -> Scope:
    if name not in set(Scope):
        raise BadSettings(f"没有 {name!r} 这种权限。", hint=f"权限有：{'、'.join(Scope)}。")
    return Scope(name)
