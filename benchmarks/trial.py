"""One system at one size in a process of its own: its times, its memory, what it found.

    python -m benchmarks.trial TASK.json

Cores are chosen before anything that starts threads is imported. Memory is what Linux says of this
process: `getrusage` would count the parent's peak too, which a child takes over when it is started.
"""

import gc
import json
import os
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.moment import now

if TYPE_CHECKING:
    from benchmarks.peers import Peer

K = 10
WARM_UP = 1
"""Questions asked before time is taken."""
LEAST = 5
"""Questions asked at least, however slow the system."""


@dataclass(frozen=True, slots=True)
class Task:
    """What one process is to do.

    Attributes:
        stage: "build", or "serve" what another process has built; a system that keeps all in memory
            serves from the process that built it.
        questions: asked in this order, until `seconds` are over, but `LEAST` of them at least.
    """

    system: str
    stage: str
    folder: str
    place: str
    cores: int
    seconds: float
    questions: list[str]


@dataclass(slots=True)
class Outcome:
    """What came of a task; memory in MB, times in seconds and, of questions, in milliseconds.

    Attributes:
        build_s: from parsed clauses to an index that can be served.
        whole_s: from files (ours) or from parsed clauses read from disk (the others).
        resident_mb: while serving, with the pages of mapped files; `private_mb` without them.
        wall_ms, cpu_ms: of each question, in order.
        found: ids of the clauses found for each question.
    """

    build_s: float = 0.0
    build_cpu_s: float = 0.0
    whole_s: float = 0.0
    peak_mb: float = 0.0
    resident_mb: float = 0.0
    private_mb: float = 0.0
    open_s: float = 0.0
    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    found: list[list[str]] = field(default_factory=list)


def run(task: Task) -> Outcome:
    """Do the task in this process."""
    os.sched_setaffinity(0, idlest(task.cores))
    from benchmarks.material import Material
    from benchmarks.peers import load

    peer = load(task.system)
    outcome = Outcome()
    place = Path(task.place)
    if task.stage == "build":
        start = now()
        built = peer.build(Material(Path(task.folder)), place)
        outcome.build_s, outcome.build_cpu_s = built.wall, built.cpu
        outcome.whole_s = (now() - start).wall
    if task.stage == "serve" or not peer.kept:
        gc.collect()
        start = now()
        peer.open(place)
        outcome.open_s = (now() - start).wall
        _ask(peer, task, outcome)
        outcome.resident_mb = memory_mb("VmRSS")
        outcome.private_mb = memory_mb("RssAnon")
    outcome.peak_mb = memory_mb("VmHWM")
    return outcome


def _ask(peer: "Peer", task: Task, outcome: Outcome) -> None:
    for text in task.questions[:WARM_UP]:
        peer.search(text, K)
    until = time.monotonic() + task.seconds
    for asked, text in enumerate(task.questions):
        if asked >= LEAST and time.monotonic() > until:
            break
        start = now()
        hits = peer.search(text, K)
        spent = now() - start
        outcome.wall_ms.append(spent.wall * 1000)
        outcome.cpu_ms.append(spent.cpu * 1000)
        outcome.found.append([clause_id for clause_id, _ in hits])


def memory_mb(key: str, file: str = "/proc/self/status") -> float:
    """A line of Linux's account of a process, or of the machine, in MB."""
    for line in Path(file).read_text().splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1]) / 1024
    raise KeyError(key)


def idlest(count: int) -> set[int]:
    """Those of the cores open to this process that did least in a fifth of a second."""
    before = _idle()
    time.sleep(0.2)
    after = _idle()
    allowed = os.sched_getaffinity(0)
    return set(sorted(allowed, key=lambda core: before[core] - after[core])[:count])


def _idle() -> dict[int, int]:
    """Core → ticks that it was idle since the machine started."""
    lines = (line.split() for line in Path("/proc/stat").read_text().splitlines())
    return {int(cpu[0][3:]): int(cpu[4]) for cpu in lines if cpu[0][:3] == "cpu" and cpu[0][3:]}


def main(path: Path) -> None:
    """Read a task, write its outcome beside it."""
    given = json.loads(path.read_text(encoding="utf-8"))
    outcome = run(Task(**given))
    path.with_suffix(".outcome").write_text(json.dumps(asdict(outcome)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
