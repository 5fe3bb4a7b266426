"""A PostgreSQL server of Debian's, on loopback and in a folder of its own, while a block runs."""

import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, text

_PROGRAMS = Path("/usr/lib/postgresql")


def programs() -> Path:
    """The folder of initdb and pg_ctl; CI must have it."""
    found = sorted(_PROGRAMS.glob("*/bin/pg_ctl"))
    if found:
        return found[-1].parent
    if os.environ.get("CI"):
        pytest.fail("PostgreSQL is not installed")
    pytest.skip("PostgreSQL is not installed (apt install postgresql)")


@contextmanager
def running() -> Iterator[str]:
    """The URL of a server's own database, beside which `database` makes others."""
    with TemporaryDirectory() as folder:  # those of pytest are for its own user alone
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(folder, "postgres", "postgres")
        with _server(Path(folder)) as url:
            yield url


@contextmanager
def _server(place: Path) -> Iterator[str]:
    _do("initdb", "-D", place / "data", "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -p {port} -F"
    _do("pg_ctl", "-D", place / "data", "-w", "-o", options, "-l", place / "log", "start")
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        _do("pg_ctl", "-D", place / "data", "-m", "immediate", "stop")


def database(server: str) -> str:
    """The URL of a new, empty database."""
    name = f"t{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{server.rsplit('/', 1)[0]}/{name}"


def _do(program: str, *arguments: str | Path) -> None:
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    command = [*(user if os.geteuid() == 0 else []), programs() / program, *arguments]
    # What the server inherits of the output would keep this waiting until it ends.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
