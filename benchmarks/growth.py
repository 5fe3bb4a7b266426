"""How indexes grow: time to build, memory, disk, time of a question, recall, size by size.

    python -m benchmarks.growth --corpus LAWS --questions FILE.jsonl --work FOLDER

10,000, 147,000, 1,000,000 and 5,000,000 clauses: laws, then copies of them with noise
(`benchmarks.tiles`). Without a folder, the policy that ships is tiled; without questions, they are
made by rule. Each engine is built and asked in processes of its own, on one core; recall is against
all vectors compared. What was measured stays in FOLDER and is not measured again, so that a run
that was broken off goes on. An engine that spends `--seconds` of processor time building stops
there, and its row says how far it came.
"""

import argparse
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean, median

import numpy as np

from benchmarks.curves import Grown, figure, markdown
from benchmarks.engines import ENGINES, K
from benchmarks.material import Material, prepare
from benchmarks.moment import Moment, now
from benchmarks.questions import gold_files, questions
from benchmarks.tiles import Tiles
from benchmarks.trial import memory_mb
from index.embedders import Vectors
from index.embedders.builtin import BuiltinEmbedder
from index.ingest import shipped
from index.tokens import cut

ROOT = Path(__file__).parent.parent
_ALONE = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Threads that wait for others would count as work where the machine is shared."""
REAL = 147_000
"""Clauses taken from the corpus; what is more are copies of them."""
_LEAST = 20
"""Questions asked at least, however slow the engine."""
_GIGABYTES = 16
"""Of address space that an engine may take; the machine has other work."""
_ROUNDED = 1e-6
_AT_A_TIME = 100_000
"""Vectors compared with all questions at a time, for the truth."""


@dataclass(frozen=True, slots=True)
class Work:
    """The folder in which everything is: what is measured on, and what was measured."""

    folder: Path

    @property
    def tiles(self) -> Tiles:
        """The clauses."""
        return Tiles(self.folder / "tiles")

    @property
    def asked(self) -> list[str]:
        """The questions."""
        read: list[str] = json.loads((self.folder / "questions.json").read_text(encoding="utf-8"))
        return read

    def result(self, engine: str, size: int) -> Path:
        """Where the figures of an engine at a size are."""
        return self.folder / f"{engine}-{size}.json"

    def place(self, engine: str, size: int) -> Path:
        """Where an engine is built."""
        return self.folder / f"{engine}-{size}"

    def results(self) -> list[Grown]:
        """All there are."""
        read = (json.loads(path.read_text()) for path in self.folder.glob("*-*.json"))
        order = list(ENGINES)
        return sorted(
            (Grown(**row) for row in read), key=lambda r: (order.index(r.engine), r.wanted)
        )

    def tenth(self, count: int, vectors: Vectors) -> Vectors:
        """To each of `vectors` the cosine of its tenth nearest among the first `count` clauses."""
        path = self.folder / f"tenth-{count}.npy"
        if not path.exists():
            np.save(path, _tenth(self.tiles, count, vectors))
        read: Vectors = np.load(path)
        return read


def _tenth(tiles: Tiles, count: int, vectors: Vectors) -> Vectors:
    best = np.zeros((len(vectors), 0), dtype=np.float32)
    for start in range(0, count, _AT_A_TIME):
        more = vectors @ tiles.vectors(start, min(start + _AT_A_TIME, count)).T
        best = np.partition(np.hstack([best, more]), -K, axis=1)[:, -K:]
    tenth: Vectors = best.min(axis=1)
    return tenth


def prepared(work: Work, corpus: Path, asked: Path | None, sizes: Sequence[int]) -> None:
    """Make what is measured on, unless it is there."""
    base = Material(work.folder / "base")
    if not (work.folder / "questions.json").exists():
        shutil.rmtree(base.folder, ignore_errors=True)
        base = prepare(base.folder, corpus, min(REAL, max(sizes)), gold_files(asked))
        made = questions(asked, base.units(), 400)
        texts = json.dumps([question.text for question in made], ensure_ascii=False)
        (work.folder / "questions.json").write_text(texts, encoding="utf-8")
    work.tiles.learn(base)
    work.tiles.extend(max(sizes))


def measured(work: Work, engine: str, size: int, seconds: float) -> Grown:
    """Build an engine and ask it, each in a process of its own; what fails says so."""
    path, place = work.result(engine, size), work.place(engine, size)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    load = os.getloadavg()[0]
    try:
        for stage in ("build", "ask"):
            given = (engine, str(size), str(seconds), stage)
            command = [sys.executable, "-m", "benchmarks.growth", "--work", str(work.folder)]
            subprocess.run([*command, "--stage", *given], check=True, cwd=ROOT, env=_ALONE)
    except subprocess.CalledProcessError:
        failed = Grown(engine, size, 0, load, why=f"failed; it may take {_GIGABYTES} GB")
        path.write_text(json.dumps(asdict(failed)))
    finally:
        shutil.rmtree(place)
    return Grown(**json.loads(path.read_text()))


def build(work: Work, engine: str, size: int, seconds: float) -> Grown:
    """Build in this process."""
    start, load = now(), os.getloadavg()[0]
    place = work.place(engine, size)
    reached = ENGINES[engine]().build(work.tiles, size, place, seconds)
    spent = now() - start
    written = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    peak = memory_mb("VmHWM")
    return Grown(engine, size, reached, load, spent.wall, spent.cpu, peak, written / 2**20)


def ask(work: Work, built: Grown, seconds: float) -> Grown:
    """Ask what was built, in this process."""
    texts, embedder = work.asked, BuiltinEmbedder()
    vectors, tokens = embedder.documents(texts), [cut(text) for text in texts]
    opened = ENGINES[built.engine]()
    start = now()
    opened.open(work.place(built.engine, built.wanted))
    open_s = (now() - start).wall
    opened.find(vectors[0], tokens[0])
    until = time.process_time() + seconds
    spent: list[Moment] = []
    found: list[list[int]] = []
    for vector, bag in zip(vectors, tokens, strict=True):
        if len(found) >= _LEAST and time.process_time() > until:
            break
        start = now()
        found.append(opened.find(vector, bag))
        spent.append(now() - start)
    wall = sorted(each.wall * 1000 for each in spent)
    return replace(
        built,
        serving_mb=memory_mb("VmRSS"),
        private_mb=memory_mb("RssAnon"),
        open_s=open_s,
        p50_ms=median(wall),
        p99_ms=wall[math.ceil(0.99 * len(wall)) - 1],
        cpu_p50_ms=median(each.cpu * 1000 for each in spent),
        recall=_recall(work, built.size, vectors, found) if opened.by_vector else None,
        asked=len(found),
    )


def _recall(work: Work, size: int, vectors: Vectors, found: Sequence[Sequence[int]]) -> float:
    """The share of what is found that is as near as the ten nearest, whichever of like ones."""
    tiles, bounds = work.tiles, work.tenth(size, vectors) - _ROUNDED
    return fmean(
        sum(float(vector @ tiles.vectors(row, row + 1)[0]) >= bound for row in rows) / K
        for vector, rows, bound in zip(vectors, found, bounds, strict=False)
    )


def _stage(work: Work, engine: str, size: int, seconds: float, *, building: bool) -> None:
    """Do one stage and write down what came of it; the second stage has the last word."""
    limit = _GIGABYTES * 2**30
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    path = work.result(engine, size)
    half = path.with_suffix(".half")
    if building:
        half.write_text(json.dumps(asdict(build(work, engine, size, seconds))))
        return
    grown = ask(work, Grown(**json.loads(half.read_text())), 30)
    half.unlink()
    path.write_text(json.dumps(asdict(grown)))


def main() -> None:
    """Measure what is not measured yet, print it, draw it."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.growth",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--sizes", default="10000,147000,1000000,5000000", help="clauses")
    add("--engines", default="", help="parts of their names: exact,HNSW; all, if empty")
    add("--corpus", type=Path, default=shipped(), help="a folder of policies")
    add("--questions", type=Path, help="JSON lines with question and gold")
    add("--work", type=Path, default=Path("var/growth"), help="what is made and measured")
    add("--seconds", type=float, default=1500, help="of processor time that building may take")
    add("--figure", type=Path, help="where the curves are drawn, e.g. growth.svg")
    add("--stage", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    work = Work(given.work)
    if given.stage:
        engine, size, seconds, stage = given.stage
        _stage(work, engine, int(size), float(seconds), building=stage == "build")
        return
    work.folder.mkdir(parents=True, exist_ok=True)
    sizes = [int(size) for size in given.sizes.split(",")]
    wanted = [name for name in ENGINES if any(p in name for p in given.engines.split(","))]
    prepared(work, given.corpus, given.questions, sizes)
    for size in sizes:
        for engine in wanted:
            if not work.result(engine, size).exists():
                grown = measured(work, engine, size, given.seconds)
                print(grown, file=sys.stderr, flush=True)
    print(markdown(work.results()))
    if given.figure:
        figure(work.results(), given.figure)


if __name__ == "__main__":
    main()
