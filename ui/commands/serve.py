"""`chatbot serve`."""

import gc
import ipaddress
import socket
from pathlib import Path

from chatbot.errors import BadSettings
from chatbot.telemetry.logs import configure
from chatbot.wiring import open_records
from ui.commands import console, opened, settings, told


def run(data: Path | None, host: str, port: int) -> None:
    """Serve the pages and the API until interrupted."""
    with told():
        chosen = settings(data)
        configure(chosen.log_level, chosen.log_format)
    with opened(data) as chatbot:
        records = open_records(chosen)
        listener = listen(host, port)
        _refuse_the_world(listener, guarded=records.guarded() or chosen.open_to_all)
        from chatbot.api.access import Limits
        from chatbot.jobs import Worker
        from chatbot.telemetry.traces import configure as send_traces
        from chatbot.telemetry.traces import exported
        from chatbot.telemetry.watch import watching
        from ui.server import Server, create_server

        limits = Limits(
            per_key=chosen.key_rate,
            per_address=chosen.address_rate,
            per_site=chosen.site_rate,
            per_visitor=chosen.visitor_rate,
            wrong_keys=chosen.wrong_keys,
            at_once=chosen.at_once,
            url=chosen.limits_url,
        )
        watched = chatbot.through(watching(log_questions=chosen.log_questions))
        app = create_server(watched, records, limits, chosen.host_names)
        if chosen.traces_url:
            send_traces(exported(chosen.traces_url))
        worker = Worker(chosen, records.jobs)
        worker.start()
        # What is loaded stays, and need not be looked through in the middle of an answer.
        gc.collect()
        gc.freeze()
        console().print(f"政策问答已启动：{_address(listener)}（按 Ctrl+C 停止）")
        try:
            Server(app, chosen.shutdown_s).run(sockets=[listener])
        finally:
            worker.stop()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; taken before the slow part of starting up.

    Raises:
        BadSettings: if the address cannot be had.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise BadSettings(
            f"无法监听 {host}:{port}（{error.strerror}）。",
            hint="地址不属于本机，或端口已被占用；换一个端口：--port 8001，或 make run PORT=8001",
        ) from error
    # Connections inherit it. asyncio does not set it on those of a socket made like this one, and
    # a body, sent after its head, would wait 40 ms for the client to acknowledge that.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _refuse_the_world(listener: socket.socket, *, guarded: bool) -> None:
    """Serve nobody but this machine where no key guards the API.

    Raises:
        BadSettings: if the address is another, and neither is there a key nor was it allowed.
    """
    host = listener.getsockname()[0]
    if guarded or ipaddress.ip_address(host).is_loopback:
        return
    listener.close()
    raise BadSettings(
        f"没有密钥时只能监听本机，不能监听 {host}。",
        hint="请先运行 chatbot keys create 名称；确需向所有人开放时设置 CHATBOT_OPEN_TO_ALL=true。",
    )


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "localhost"
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
