"""`chatbot serve`."""

import ipaddress
import socket
from pathlib import Path

from chatbot.errors import BadSettings
from chatbot.wiring import open_records
from ui.commands import console, opened, settings


def run(data: Path | None, host: str, port: int) -> None:
    """Serve the pages and the API until interrupted."""
    with opened(data) as chatbot:
        listener = _listen(host, port)
        from ui.server import Server, create_server

        chosen = settings(data)
        server = Server(create_server(chatbot, open_records(chosen), chosen.host_names))
        console().print(f"政策问答已启动：{_address(listener)}（按 Ctrl+C 停止）")
        server.run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens; taken before the slow part of starting up.

    Raises:
        BadSettings: if the address cannot be had.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise BadSettings(
            f"无法监听 {host}:{port}（{error.strerror}）。",
            hint="地址不属于本机，或端口已被占用；换一个端口：--port 8001，或 make run PORT=8001",
        ) from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "localhost"
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
