"""The way to a Dask scheduler: processes of this machine, or a cluster elsewhere.

What goes over the wire are pickles: whoever reaches a scheduler can do what its workers can. So
processes of this machine talk in TLS with certificates made for the occasion, and a cluster
elsewhere is spoken to in TLS alone, with those that Dask's settings name.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.errors import ClusterFailed

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE_S = 60
"""How long a scheduler and its workers may take to appear."""
_KEPT = "政策库没有改动；已经完成的部分保存着。"


@contextmanager
def connected(where: str) -> Iterator["Client"]:
    """A client of a cluster that has workers.

    Args:
        where: address of its scheduler, or how many processes of this machine.

    Raises:
        ClusterFailed: if it cannot be reached.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ClusterFailed(
            "没有安装 Dask。", kept=_KEPT, hint="请运行 pip install 'policy-chatbot[cluster]'"
        ) from error
    processes = int(where) if where.isdecimal() else 0
    if not processes:
        _refuse_in_clear(where)
    with ExitStack() as opened:
        try:
            if processes:
                # Loopback is open to everybody who has an account on the machine.
                own = LocalCluster(
                    n_workers=processes,
                    threads_per_worker=1,
                    protocol="tls://",
                    security=True,
                    dashboard_address=None,
                )
                where = opened.enter_context(own)
            client = opened.enter_context(Client(where, timeout=_PATIENCE_S))
            client.wait_for_workers(1, timeout=_PATIENCE_S)
        except (OSError, TypeError, ValueError) as error:
            raise _failed(error) from error
        yield client


@contextmanager
def reaching() -> Iterator[None]:
    """What is done with a client, in the user's words where that fails.

    Raises:
        ClusterFailed: if the cluster is lost, or a task killed one worker after the other.
    """
    from distributed import CancelledError, KilledWorker
    from distributed.client import ClosedClientError

    try:
        yield
    except (CancelledError, ClosedClientError, KilledWorker, OSError) as error:
        raise _failed(error) from error


def _failed(error: BaseException) -> ClusterFailed:
    return ClusterFailed(
        f"集群未能完成工作：{error}",
        kept=_KEPT,
        hint="请检查调度进程和计算进程，再次运行同一命令会接着做。",
    )


def _refuse_in_clear(address: str) -> None:
    """Of an address elsewhere, only TLS will do."""
    parts = urlsplit(address)
    if parts.scheme == "tls" and parts.hostname and parts.port:
        return
    if parts.scheme == "tcp" and parts.port and _is_loopback(parts.hostname or ""):
        return
    raise ClusterFailed(
        f"不能使用的集群地址：{address}",
        kept=_KEPT,
        hint="请写 tls://主机:端口（证书的设置见 docs/bulk.md）、本机的 tcp://127.0.0.1:端口，"
        "或本机进程数，如 4。",
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
