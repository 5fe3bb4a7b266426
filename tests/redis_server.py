"""A Redis server of Debian's, on loopback and keeping nothing, while a block runs."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.ports import free_port

_NOTHING_KEPT = ("--save", "", "--appendonly", "no")


@dataclass
class RedisServer:
    """A server that can be ended, stopped and started again, at a port that stays its own."""

    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        listening = ("--bind", "127.0.0.1", "--port", str(self.port))
        self.process = subprocess.Popen(
            [program(), *listening, *_NOTHING_KEPT], stdout=subprocess.DEVNULL, cwd="/"
        )
        while not self._listens():
            assert self.process.poll() is None, "Redis ended"
            time.sleep(0.05)

    def send(self, number: int) -> None:
        assert self.process
        self.process.send_signal(number)

    def kill(self) -> None:
        """Have it end at once."""
        self.send(signal.SIGKILL)
        assert self.process
        self.process.wait()

    def again(self) -> None:
        """Have it answer again, whatever was done to it."""
        self.send(signal.SIGCONT)
        assert self.process
        if self.process.poll() is not None:
            self.start()

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=10).close()
        except ConnectionRefusedError:
            return False
        return True


def program() -> str:
    """Where it is; CI must have it."""
    found = shutil.which("redis-server")
    if not found and os.environ.get("CI"):
        pytest.fail("Redis is not installed")
    return found or pytest.skip("Redis is not installed (apt install redis-server)")


@contextmanager
def running() -> Iterator[RedisServer]:
    """A server that runs while the block does."""
    program()
    server = RedisServer(free_port())
    server.start()
    try:
        yield server
    finally:
        if server.process and server.process.poll() is None:
            server.kill()
