"""Servers in processes of their own on this machine, and users who ask them over HTTP."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random

HOST = "127.0.0.1"
CHATBOT = str(Path(sys.executable).with_name("chatbot"))
_OK = "200"
_STARTING_S = 600
_WAIT_S = 60
"""Seconds after which a user gives a request up; it counts as an error."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Running:
    """Processes that serve the same, each on a port of its own."""

    ports: tuple[int, ...]
    pids: tuple[int, ...]

    def memory(self) -> float:
        """MB of the processes that are in memory (VmRSS of proc(5))."""
        return sum(_resident(pid) for pid in self.pids) / 1024

    def cpu(self) -> float:
        """Seconds of processor time that the processes took so far."""
        return sum(_processor(pid) for pid in self.pids)


def _resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1])


def _processor(pid: int) -> float:
    """Fields 14 and 15 of proc(5)'s stat; the name before them may hold blanks."""
    after = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(after[11]) + int(after[12])) / _TICKS


@dataclass(slots=True)
class Tally:
    """What users saw.

    Attributes:
        times: milliseconds of each answer with status 200.
        errors: how requests failed that were answered otherwise, broken off or given up.
        seconds: how long all of it took.
        cpu: seconds of processor time that the servers took for it.
    """

    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time of an answer."""
        return self.cpu * 1000 / max(1, len(self.times))

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came; not a number without any."""
        ordered = sorted(self.times)
        if not ordered:
            return float("nan")
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


@dataclass(frozen=True, slots=True)
class Users:
    """How many ask, for how long.

    Attributes:
        count: of them at once, each on a connection that is kept.
        think: mean seconds between an answer and the next question (exponential); 0 for none.
        seconds: after which nobody asks another question.
        most: questions of all together.
    """

    count: int
    think: float = 0.0
    seconds: float = float("inf")
    most: int = sys.maxsize


@contextmanager
def serving(
    command: Sequence[str],
    workers: int = 1,
    settings: Mapping[str, str] | None = None,
    *,
    pinned: bool = False,
) -> Iterator[Running]:
    """Start `command` with `--port` and a free one, as often as there are workers; stop all.

    Args:
        command: of a server.
        workers: processes.
        settings: of the environment, besides those that there are.
        pinned: whether each stays on a core of its own.

    Raises:
        RuntimeError: if one ends, or does not listen after ten minutes.
    """
    environment = {**os.environ, **(settings or {})}
    processes, ports = [], []
    try:
        for number in range(workers):
            ports.append(_free_port())
            place = ["taskset", "-c", str(number)] if pinned else []
            processes.append(
                subprocess.Popen(
                    [*place, *command, "--port", str(ports[-1])],
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            _await(processes[-1], ports[-1])
        yield Running(tuple(ports), tuple(process.pid for process in processes))
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as free:
        port: int = free.getsockname()[1]
    return port


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _STARTING_S
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as knocking:
            if knocking.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not listen")


def ask(server: Running, questions: Sequence[str], users: Users) -> Tally:
    """Let users ask `POST /v1/ask`, the questions in turn."""
    before = server.cpu()
    tally = asyncio.run(_ask(server.ports, questions, users))
    tally.cpu = server.cpu() - before
    return tally


async def _ask(ports: Sequence[int], questions: Sequence[str], users: Users) -> Tally:
    tally = Tally()
    start = time.perf_counter()
    asked = zip(range(users.most), cycle(_request(question) for question in questions))
    await asyncio.gather(
        *(
            _user(ports[number % len(ports)], asked, users, Random(number), tally)
            for number in range(users.count)
        )
    )
    tally.seconds = time.perf_counter() - start
    return tally


async def _user(
    port: int, asked: Iterator[tuple[int, bytes]], users: Users, chance: Random, tally: Tally
) -> None:
    until = time.perf_counter() + users.seconds
    connection = None
    while True:
        if users.think:
            await asyncio.sleep(chance.expovariate(1 / users.think))
        if time.perf_counter() >= until or (following := next(asked, None)) is None:
            break
        start = time.perf_counter()
        try:
            async with asyncio.timeout(_WAIT_S):
                if connection is None:
                    connection = await asyncio.open_connection(HOST, port)
                status = await _exchange(*connection, following[1])
        except (OSError, EOFError, TimeoutError) as error:
            status, connection = type(error).__name__, None
        if status == _OK:
            tally.times.append((time.perf_counter() - start) * 1000)
        else:
            tally.errors[status] += 1
    if connection:
        connection[1].close()


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> str:
    """The status of the answer. By hand: httpx takes as long for a request as a server does."""
    writer.write(request)
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    headers = dict(line.lower().split(b": ", 1) for line in lines if line)
    await reader.readexactly(int(headers[b"content-length"]))
    return status.split()[1].decode()


def _request(question: str) -> bytes:
    body = json.dumps({"question": question}, ensure_ascii=False).encode()
    head = f"POST /v1/ask HTTP/1.1\r\nhost: {HOST}\r\ncontent-type: application/json\r\n"
    return head.encode() + b"content-length: %d\r\n\r\n" % len(body) + body


def questions_in(*files: Path) -> list[str]:
    """The questions of files, each once."""
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return list(dict.fromkeys(json.loads(line)["question"] for line in lines))


def shipped_questions() -> list[str]:
    """The questions about the policy that ships: 872, more than a server remembers."""
    return questions_in(*sorted(Path(__file__).parent.glob("*_questions.jsonl")))


def surroundings() -> str:
    """Load averages and cores of the machine."""
    loads = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return f"load average {loads}; {os.cpu_count()} cores"


def told(errors: Counter[str]) -> str:
    """How many, and of which kinds."""
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(errors.items()))
    return f"{errors.total():,} ({kinds})" if kinds else "0"
