"""kill -9 at random moments of whatever changes a library: is anything lost, or half there?

    python -m benchmarks.durability [--moments 200] [--seed 0]

Each moment: a library is copied, a process changes it and is killed after a random time. Then the
library must open, every policy must be one that was there before or is meant to be there, clause by
clause, and what is found must be in it. The change is run again, and policies and answers must be
those of a run that nobody disturbed. Exit code 1 and the seed, if that fails once.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from chatbot.jobs import work
from chatbot.settings import Settings
from chatbot.uploads import Upload
from chatbot.wiring import open_records
from index import ingest as ingesting
from index.clause import Policy
from index.embedders import load
from index.errors import IndexMissing
from index.ingest import Ingest
from index.snapshot import open_searcher

_FILES = 40
_QUESTIONS = ("第3号办法的补助", "量子平台怎么建", "引进人才", "公路由谁修建", "罚款多少")
_FORK = get_context("forkserver")
_FORK.set_forkserver_preload(["chatbot.jobs", "index.embedders.builtin", "index.lexical"])

Run = Callable[[Path, Path], None]
"""Makes a change: data folder, folder of files."""


@dataclass(frozen=True, slots=True)
class State:
    """What a reader sees: policies by id, and for each question the clauses found with scores."""

    policies: Mapping[str, Policy] = field(default_factory=dict)
    answers: Mapping[str, list[tuple[str, float]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changes a library.

    Attributes:
        prepare: brings library and files into the state before.
        run: makes the change; run again, it goes on.
    """

    prepare: Run
    run: Run


def sync(data: Path, files: Path) -> None:
    """Keep in step with the folder, in portions of a few files."""
    ingesting._PORTION = 8  # noqa: SLF001 - many publications in little time
    with closing(Ingest(data, load("builtin"))) as opened:
        opened.sync([files])


def swap(data: Path, _files: Path) -> None:
    """Build the index anew."""
    with closing(Ingest(data, load("builtin"))) as opened:
        opened.sync([], rebuild=True)


def jobs(data: Path, _files: Path) -> None:
    """Do the jobs that wait."""
    work(Settings(data=data))


def nothing(_data: Path, files: Path) -> None:
    """Files and no library."""
    write(files, range(_FILES), "")


def library(data: Path, files: Path) -> None:
    """A library of the files."""
    nothing(data, files)
    sync(data, files)


def changed(data: Path, files: Path) -> None:
    """A library whose files have changed since, and some are new."""
    library(data, files)
    write(files, range(0, _FILES, 3), "量子平台应当建设。")
    write(files, range(_FILES, _FILES + 6), "")


def deleted(data: Path, files: Path) -> None:
    """A library some of whose files are gone."""
    library(data, files)
    for number in range(0, _FILES, 4):
        (files / f"{number:03}.md").unlink()


def uploaded(data: Path, files: Path) -> None:
    """A library with uploads that wait: new ones, and one that replaces another."""
    library(data, files)
    with closing(open_records(Settings(data=data))) as records:
        records.jobs.add([Upload("甲.md", text(901, "").encode())])
        work(Settings(data=data))
        records.jobs.add([Upload("甲.md", text(902, "").encode()), Upload("乙.md", b"\x00")])


def removed(data: Path, files: Path) -> None:
    """A library with policies that wait to be removed."""
    library(data, files)
    with closing(Ingest(data, load("builtin"))) as opened:
        going = [head.id for head in opened.heads()][:3]
    with closing(open_records(Settings(data=data))) as records:
        records.jobs.remove(going)


def undone(data: Path, files: Path) -> None:
    """A library with a replacement that waits to be undone."""
    uploaded(data, files)
    work(Settings(data=data))
    with closing(open_records(Settings(data=data))) as records:
        records.jobs.undo(records.jobs.recent()[0][0].id)


CHANGES = {
    "ingest": Change(nothing, sync),
    "replace": Change(changed, sync),
    "delete": Change(deleted, sync),
    "swap": Change(library, swap),
    "upload": Change(uploaded, jobs),
    "remove": Change(removed, jobs),
    "undo": Change(undone, jobs),
}


def text(number: int, more: str) -> str:
    """A policy of some length."""
    articles = [
        "本办法规定补助。",
        f"公路由第{number}局修建。{more}",
        "引进人才。",
        f"罚款{number}元。",
    ]
    numbered = (f"第{at}条 {words}" for at, words in zip("一二三四", articles, strict=True))
    return "\n\n".join((f"# 第{number}号办法", *numbered))


def write(files: Path, numbers: range, more: str) -> None:
    """Write the policies with these numbers."""
    files.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (files / f"{number:03}.md").write_text(text(number, more), encoding="utf-8")


def seen(data: Path) -> State:
    """What a reader sees of a library."""
    try:
        searcher = open_searcher(data, embedder=load("builtin"))
    except IndexMissing:
        return State()
    try:
        policies = {head.id: searcher.library.policy(head.id) for head in searcher.library.heads()}
        answers = {
            question: [(hit.clause.id, round(hit.score, 5)) for hit in searcher.search(question)]
            for question in _QUESTIONS
        }
    finally:
        searcher.close()
    return State(policies, answers)


def judge(now: State, before: State, after: State) -> str:
    """Which state a library is in: before, after, or between with each policy whole.

    Raises:
        ValueError: if it is in none that can be allowed.
    """
    for name, state in (("before", before), ("after", after)):
        if now.policies == state.policies:
            if now.answers != state.answers:
                raise ValueError(f"{name}: other answers")
            return name
    for key in now.policies.keys() | before.policies.keys() | after.policies.keys():
        if now.policies.get(key) not in (before.policies.get(key), after.policies.get(key)):
            raise ValueError(f"policy {key} is neither what it was nor what it is to be")
    known = {clause.id for policy in now.policies.values() for clause in policy.clauses}
    if any(key not in known for found in now.answers.values() for key, _ in found):
        raise ValueError("a clause was found that is not there")
    return "between"


class Scene:
    """One kind of change, prepared once: the library before, and what it is to be after."""

    def __init__(self, change: Change, place: Path) -> None:
        self._change, self._place, self._files = change, place, place / "files"
        change.prepare(place / "before", self._files)
        (place / "before").mkdir(exist_ok=True)
        self._before = seen(place / "before")
        self._copy()
        process = self._begun()
        begun = time.monotonic()
        process.join()
        self._takes = time.monotonic() - begun
        self._after = seen(place / "data")

    def interrupted(self, chance: random.Random) -> str:
        """Kill the change at a random moment, judge what is there, and let it go on.

        Raises:
            ValueError: if something is lost or half there.
        """
        self._copy()
        process = self._begun()
        time.sleep(chance.uniform(0, self._takes))
        process.kill()
        process.join()
        found = judge(seen(self._place / "data"), self._before, self._after)
        self._begun().join()
        if seen(self._place / "data") != self._after:
            raise ValueError(f"{found}, and run again it did not end as an undisturbed run")
        return found

    def _copy(self) -> None:
        shutil.rmtree(self._place / "data", ignore_errors=True)
        shutil.copytree(self._place / "before", self._place / "data")

    def _begun(self) -> ForkServerProcess:
        """A process that is making the change."""
        here, there = _FORK.Pipe(duplex=False)
        arguments = (self._change.run, self._place / "data", self._files, there)
        process = _FORK.Process(target=_make, args=arguments)
        process.start()
        here.recv()
        return process


def _make(change: Run, data: Path, files: Path, begun: Connection) -> None:
    begun.send(None)
    change(data, files)


def run(
    moments: int,
    seed: int,
    kinds: Iterable[str] = CHANGES,
    told: Callable[[str], None] = print,
) -> int:
    """Interrupt each kind of change in turn, `moments` times in all; how often it failed."""
    chance, failed = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as place:
        scenes = {
            name: Scene(change, Path(place) / name)
            for name, change in CHANGES.items()
            if name in kinds
        }
        found: dict[str, Counter[str]] = {name: Counter() for name in scenes}
        for moment in range(moments):
            name = list(scenes)[moment % len(scenes)]
            try:
                found[name][scenes[name].interrupted(chance)] += 1
            except ValueError as error:
                failed += 1
                told(f"{name}, moment {moment}, seed {seed}: {error}")
    told("| change | killed | before | between | after | wrong |\n|---|---|---|---|---|---|")
    for at, name in enumerate(found):
        killed = len(range(at, moments, len(found)))
        parts = [found[name][state] for state in ("before", "between", "after")]
        told(f"| {name} | {killed} | {' | '.join(map(str, parts))} | {killed - sum(parts)} |")
    return failed


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    sys.exit(1 if run(chosen.moments, chosen.seed) else 0)


if __name__ == "__main__":
    main()
