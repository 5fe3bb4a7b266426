"""A PostgreSQL server of Debian's, on loopback and in a folder of its own, while a block runs."""

import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer

import pytest
from sqlalchemy import create_engine, text

from tests.ports import free_port
from tests.waiting import until

_PROGRAMS = Path("/usr/lib/postgresql")
_PATIENCE_S = 240


def programs() -> Path:
    """The folder of initdb and pg_ctl; CI must have it."""
    found = sorted(_PROGRAMS.glob("*/bin/pg_ctl"))
    if found:
        return found[-1].parent
    if os.environ.get("CI"):
        pytest.fail("PostgreSQL is not installed")
    pytest.skip("PostgreSQL is not installed (apt install postgresql)")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that can be ended and started again."""

    place: Path
    port: int

    @property
    def address(self) -> str:
        """The URL of the server, before the name of a database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}"

    def start(self) -> None:
        # No test cuts the power; a disk that is slow to sync would look like a server that hangs.
        options = (
            f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -p {self.port}"
        )
        log = self.place / "log"
        _do("pg_ctl", "-D", self.place / "data", "-w", "-o", options, "-l", log, "start")

    def kill(self) -> None:
        """Have it end at once."""
        processes = self._stopped()
        _send(processes, signal.SIGKILL)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in processes))

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Have none of its processes do anything, while the block runs.

        Whoever waits for it all the same goes on after a while, so that a test of that can fail.
        """
        processes = self._stopped()
        going_on = Timer(_PATIENCE_S, _send, (processes, signal.SIGCONT))
        going_on.start()
        try:
            yield
        finally:
            going_on.cancel()
            _send(processes, signal.SIGCONT)

    def _stopped(self) -> list[int]:
        """Its processes, which are stopped, the parent first."""
        pid = int((self.place / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGSTOP)  # it begins no more children
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        _send(map(int, children), signal.SIGSTOP)
        return [pid, *map(int, children)]

    def stop(self) -> None:
        _do("pg_ctl", "-D", self.place / "data", "-m", "immediate", "stop")


@contextmanager
def running() -> Iterator[Server]:
    """A server that runs while the block does."""
    with TemporaryDirectory() as folder:  # those of pytest are for its own user alone
        place = Path(folder)
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(folder, "postgres", "postgres")
        begun = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        _do("initdb", "-D", place / "data", *begun)
        server = Server(place, free_port())
        server.start()
        try:
            yield server
        finally:
            server.stop()


def database(server: Server) -> str:
    """The URL of a new, empty database."""
    name = f"t{secrets.token_hex(6)}"
    engine = create_engine(f"{server.address}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{server.address}/{name}"


def _send(processes: Iterable[int], number: int) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, number)


def _do(program: str, *arguments: str | Path) -> None:
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    command = [*(user if os.geteuid() == 0 else []), programs() / program, *arguments]
    # What the server inherits of the output would keep this waiting until it ends.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
