"""A real Dask cluster on loopback: a scheduler and workers, each a process that can be killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from distributed import Client

from tests.waiting import PATIENCE_S, until

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class RunningCluster:
    """Where its scheduler listens, its workers and where they do, and a client to ask it."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: Sequence[subprocess.Popen[bytes]]
    addresses: Sequence[str]
    client: Client

    def busy(self, worker: int) -> bool:
        """Whether a worker has been given tasks that it has not done."""
        return bool(self.client.processing().get(self.addresses[worker]))


@contextmanager
def cluster_of(folder: Path, *workers: Sequence[str]) -> Iterator[RunningCluster]:
    """A scheduler, and a worker with each of these arguments."""
    file = folder / "scheduler.json"
    quiet = ["--no-dashboard", "--scheduler-file", str(file)]
    scheduler = _started("scheduler", "--host", "127.0.0.1", "--port", "0", *quiet)
    own = ["--host", "127.0.0.1", "--no-nanny", "--nthreads", "1", "--local-directory", str(folder)]
    started = [_started("worker", *quiet, *own, *more) for more in workers]
    try:
        until(lambda: file.exists() and file.read_text())
        address = json.loads(file.read_text())["address"]
        with Client(address, timeout=PATIENCE_S) as client:
            client.wait_for_workers(len(workers), timeout=PATIENCE_S)
            found = {pid: where for where, pid in client.run(os.getpid).items()}
            addresses = [found[process.pid] for process in started]
            yield RunningCluster(address, scheduler, started, addresses, client)
    finally:
        for process in (*started, scheduler):
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()


def _started(kind: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
