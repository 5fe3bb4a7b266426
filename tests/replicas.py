"""Replicas of the server behind the nginx of `deploy`, over one database and one index."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.ports import free_ports
from tests.serving import answers

_NGINX = Path(__file__).parent.parent / "deploy" / "nginx.conf"
_SERVE = "from ui.cli import app; app()"


@dataclass
class Replica:
    """One server process, at a port that stays its own."""

    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.begin()
        self.wait()

    def begin(self) -> None:
        command = [sys.executable, "-c", _SERVE, "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=os.environ | self.environment, stdout=subprocess.DEVNULL
        )

    def wait(self) -> None:
        """Return when it is ready."""
        assert self.process
        until = time.monotonic() + 600
        while not answers(f"{self.address}/readyz"):
            assert self.process.poll() is None, "the server ended"
            assert time.monotonic() < until, "the server does not come up"
            time.sleep(0.1)

    def send(self, number: int) -> None:
        assert self.process
        self.process.send_signal(number)

    def end(self, number: int = signal.SIGTERM) -> None:
        """Send a signal that ends it, and wait until it did."""
        assert self.process
        self.process.send_signal(number)
        self.process.wait(timeout=60)


@dataclass
class Cluster:
    """Replicas, and the address under which nginx has all of them."""

    address: str
    replicas: list[Replica] = field(default_factory=list)

    def ask(self, question: str) -> httpx.Response:
        return httpx.post(f"{self.address}/v1/ask", json={"question": question}, timeout=60)


@contextmanager
def cluster(data: Path, urls: Sequence[str], **settings: str) -> Iterator[Cluster]:
    """A cluster over a data folder, while the block runs.

    Args:
        data: the folder.
        urls: of the database, as each replica reaches it.
        settings: of all replicas, besides.
    """
    environment = {"CHATBOT_DATA": str(data)}
    environment |= {f"CHATBOT_{name.upper()}": value for name, value in settings.items()}
    ports = free_ports(len(urls) + 1)
    replicas = [
        Replica(port, environment | {"CHATBOT_DATABASE_URL": url})
        for port, url in zip(ports[1:], urls, strict=True)
    ]
    made = Cluster(f"http://127.0.0.1:{ports[0]}", replicas)
    nginx = None
    try:
        for replica in made.replicas:
            replica.begin()
        for replica in made.replicas:
            replica.wait()
        nginx = subprocess.Popen(
            ["nginx", "-c", str(_configured(data, ports)), "-g", "daemon off;"],
            stdout=subprocess.DEVNULL,
        )
        while not answers(f"{made.address}/readyz"):
            assert nginx.poll() is None, "nginx ended"
            time.sleep(0.1)
        yield made
    finally:
        for process in (nginx, *(replica.process for replica in made.replicas)):
            if process and process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
                process.wait(timeout=60)


def _configured(data: Path, ports: list[int]) -> Path:
    """The configuration that is deployed, with these ports, and less patience for a test."""
    text = _NGINX.read_text(encoding="utf-8")
    server = re.search(r" +server api:8000 .*;\n", text)
    assert server
    servers = "".join(server[0].replace("api:8000", f"127.0.0.1:{port}") for port in ports[1:])
    place = data.parent / "nginx"
    place.mkdir()
    changed = (
        text.replace(server[0], servers)
        .replace("listen 8080;", f"listen 127.0.0.1:{ports[0]};")
        .replace("/tmp/", f"{place}/")
        .replace("proxy_read_timeout 120s;", "proxy_read_timeout 20s;")
    )
    file = place / "nginx.conf"
    file.write_text(changed, encoding="utf-8")
    return file
