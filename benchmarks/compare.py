"""Ours against other systems: time to build, time of a question, memory, and how much is found.

    python -m benchmarks.compare                             # 1k, 10k, 147k clauses, ten minutes
    python -m benchmarks.compare --sizes 1000,10000          # a minute
    python -m benchmarks.compare --corpus FOLDER --questions FILE.jsonl

Without a folder: the policy that ships, tiled with noise. Without questions: made by rule. Other
systems come with `pip install -e '.[bench]'`; what is not installed says so in its row. Each system
runs in processes of its own, on the cores given; prints Markdown, writes JSON beside it.
"""

import argparse
import json
import math
import os
import platform
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import fmean, median

from benchmarks.material import Material, prepare
from benchmarks.peers import PEERS, missing
from benchmarks.questions import Question, gold_files, questions
from benchmarks.table import OURS, Row, markdown, with_ratios
from benchmarks.trial import LEAST, WARM_UP, K, Outcome, Task, memory_mb
from index.ingest import shipped

ROOT = Path(__file__).parent.parent
PACKAGES = (
    "numpy faiss-cpu tantivy sqlalchemy langchain-classic langchain-community rank-bm25 bm25s"
    " haystack-ai"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is compared.

    Attributes:
        patience: seconds; a system is not run where its figures at the size before promise more.
        seconds: for which each system is asked questions.
    """

    sizes: Sequence[int]
    cores: Sequence[int]
    systems: Sequence[str]
    corpus: Path
    questions: Path | None
    count: int
    seconds: float
    patience: float


@dataclass(frozen=True, slots=True)
class Setting:
    """What a system gets: how many clauses there are, the cores, the questions."""

    material: Material
    size: int
    cores: int
    asked: Sequence[Question]


def compare(plan: Plan, scratch: Path) -> list[Row]:
    """Every system at every size, on every number of cores.

    Raises:
        ValueError: if the corpus has no clauses, or no question an answer among them.
    """
    rows: list[Row] = []
    for size in plan.sizes:
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            material = prepare(Path(folder), plan.corpus, size, gold_files(plan.questions))
            units = material.units()
            asked, number = questions(plan.questions, units, plan.count), len(units)
            del units
            for cores in plan.cores:
                rows.extend(_rows(plan, Setting(material, number, cores, asked), rows.copy()))
    return rows


def _rows(plan: Plan, setting: Setting, smaller: Sequence[Row]) -> list[Row]:
    """Every system in one setting."""
    rows: list[Row] = []
    ours: list[float] = []
    for name in plan.systems:
        row = Row(setting.size, setting.cores, name, load=os.getloadavg()[0])
        if why_not := _why_not(row, plan, smaller):
            rows.append(replace(row, why_not=why_not))
        else:
            outcome = _tried(name, plan, setting)
            pairs = zip(setting.asked, outcome.found, strict=False)
            recalls = [question.recall(found) for question, found in pairs]
            ours = recalls if name == OURS else ours
            rows.append(_filled(row, outcome, recalls, ours))
        print(_said(rows[-1]), file=sys.stderr, flush=True)
    return rows


def _why_not(row: Row, plan: Plan, smaller: Sequence[Row]) -> str:
    """Why a system is not run: not installed, or at the size before it was too slow or too big."""
    if packages := missing(row.system):
        return f"not installed: {', '.join(packages)}"
    mine = [r for r in smaller if (r.system, r.cores) == (row.system, row.cores)]
    if not mine:
        return ""
    last = mine[-1]
    if last.why_not:
        return last.why_not
    more = row.size / last.size
    seconds = more * (last.whole_s + (LEAST + WARM_UP) * last.p50_ms / 1000)
    if seconds > plan.patience:
        return f"not run: would take about {seconds:,.0f} s"
    if more * last.peak_mb > 0.9 * memory_mb("MemAvailable", "/proc/meminfo"):
        return f"not run: would need about {more * last.peak_mb / 1024:,.0f} GB"
    return ""


def _tried(name: str, plan: Plan, setting: Setting) -> Outcome:
    """Built, then served from a new process if the system stores what it builds."""
    with tempfile.TemporaryDirectory() as place:
        task = Task(
            system=name,
            stage="build",
            folder=str(setting.material.folder),
            place=place,
            cores=setting.cores,
            seconds=plan.seconds,
            questions=[question.text for question in setting.asked],
        )
        built = _in_process(task)
        if built.found:
            return built
        served = _in_process(replace(task, stage="serve"))
    return replace(
        served,
        build_s=built.build_s,
        build_cpu_s=built.build_cpu_s,
        whole_s=built.whole_s,
        peak_mb=max(built.peak_mb, served.peak_mb),
    )


def _in_process(task: Task) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "task.json"
        path.write_text(json.dumps(asdict(task)), encoding="utf-8")
        subprocess.run([sys.executable, "-m", "benchmarks.trial", str(path)], check=True, cwd=ROOT)
        return Outcome(**json.loads(path.with_suffix(".outcome").read_text(encoding="utf-8")))


def _filled(row: Row, outcome: Outcome, recalls: list[float], ours: list[float]) -> Row:
    wall, cpu = sorted(outcome.wall_ms), sorted(outcome.cpu_ms)
    same = min(len(recalls), len(ours)) if ours else len(recalls)
    return replace(
        row,
        build_s=outcome.build_s,
        build_cpu_s=outcome.build_cpu_s,
        whole_s=outcome.whole_s,
        open_s=outcome.open_s,
        peak_mb=outcome.peak_mb,
        resident_mb=outcome.resident_mb,
        private_mb=outcome.private_mb,
        p50_ms=median(wall),
        p99_ms=wall[math.ceil(0.99 * len(wall)) - 1],
        cpu_p50_ms=median(cpu),
        asked=len(wall),
        recall=fmean(recalls[:same]),
        ours_recall=fmean(ours[:same]) if ours else None,
    )


def _said(row: Row) -> str:
    """One line while it runs."""
    start = f"{row.size:>9,} clauses, {row.cores} cores, load {row.load:.1f}, {row.system}: "
    return start + (
        row.why_not
        or f"build {row.build_s:.1f} s, {row.resident_mb:,.0f} MB, p50 {row.p50_ms:.1f} ms,"
        f" R@{K} {row.recall:.3f} of {row.asked}"
    )


def surroundings() -> dict[str, str]:
    """Machine, versions, date and command, which figures mean little without."""
    cpu = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    memory = memory_mb("MemTotal", "/proc/meminfo") / 1024
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "command": shlex.join(["python", "-m", "benchmarks.compare", *sys.argv[1:]]),
        "machine": f"{cpu[0].partition(':')[2].strip() if cpu else platform.machine()},"
        f" {os.cpu_count()} cores, {memory:.0f} GB",
        "load": ", ".join(f"{load:.1f}" for load in os.getloadavg()),
        "versions": ", ".join((f"Python {platform.python_version()}", *_versions())),
    }


def _versions() -> Iterator[str]:
    for package in PACKAGES.split():
        with suppress(PackageNotFoundError):
            yield f"{package} {version(package)}"


def _plan() -> tuple[Plan, Path]:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.compare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )

    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.split(",")]

    def names(text: str) -> list[str]:
        return [name for name in PEERS if any(part in name for part in text.split(","))]

    add = parser.add_argument
    add("--sizes", type=numbers, default=[1_000, 10_000, 147_000], help="clauses: 1000,10000")
    add("--cores", type=numbers, default=[1, 2], help="1,2")
    add("--systems", type=names, default=list(PEERS), help="parts of their names: ours,bm25s")
    add("--corpus", type=Path, default=shipped(), help="a folder of policies")
    add("--questions", type=Path, help="JSON lines with question and gold")
    add("--count", type=int, default=300, help="questions asked at most")
    add("--seconds", type=float, default=2, help="for which each system is asked questions")
    add(
        "--patience",
        type=float,
        default=150,
        help="seconds that a system may take at least",
    )
    add("--json", type=Path, default=Path("var/comparison.json"), help="where the figures go")
    given = vars(parser.parse_args())
    out = given.pop("json")
    return Plan(**given), out


def main() -> None:
    """Compare, print, write."""
    plan, out = _plan()
    about = surroundings()
    with tempfile.TemporaryDirectory() as scratch:
        try:
            rows = compare(plan, Path(scratch))
        except ValueError as error:
            sys.exit(str(error))
    figures = {"about": about, "rows": with_ratios(rows)}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    print("\n".join(f"- {key}: {value}" for key, value in about.items()), end="\n\n")
    print(markdown(rows))


if __name__ == "__main__":
    main()
