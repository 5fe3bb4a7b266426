"""Answers a second of `POST /v1/ask` beside a FastAPI hello-world and langchain's retriever.

    python -m benchmarks.throughput [--pinned] [--seconds 10] [--users 8]
        [--data FOLDER --questions FILE]

All in one run on loopback, over the policy that ships; with `--data` and `--questions` over a
library that was ingested, too (its records go elsewhere). langchain's only retrieves; ours also
answers, cites and keeps a record. The users run on the same machine: what a core could answer is
told by the processor time of an answer. Needs `make compare`'s packages for langchain. Prints
Markdown.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

from benchmarks.peers import missing
from benchmarks.served import (
    CHATBOT,
    Tally,
    Users,
    ask,
    questions_in,
    serving,
    shipped_questions,
    surroundings,
    told,
)

_WARM = 400
"""Questions before anything is measured; several times those that are to be remembered."""
_POPULAR = 100
"""Questions that are asked again and again, so that they are remembered."""
_STOCK = [sys.executable, "-m", "uvicorn", "--factory", "--log-level", "error"]
_FORGETFUL = {"CHATBOT_REMEMBERED": "0"}
_COLUMNS = "server|processes|errors|answers/s|CPU|answers/s of a core|p50|p99|ours ÷ this"


@dataclass(frozen=True, slots=True)
class Contender:
    """A server, and what it is asked.

    Attributes:
        workers: processes of it.
        settings: of its environment.
    """

    name: str
    command: Sequence[str]
    questions: Sequence[str]
    workers: int = 1
    settings: Mapping[str, str] | None = None


def main() -> None:
    """Serve each, ask it, print."""
    parser = argparse.ArgumentParser(description="Answers a second beside other servers.")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--users", type=int, default=8, help="of each process")
    parser.add_argument("--data", type=Path, help="of a library that was ingested")
    parser.add_argument("--questions", type=Path, help="JSON lines with a question each")
    parser.add_argument("--pinned", action="store_true", help="each process to a core of its own")
    given = parser.parse_args()
    if lacking := missing("langchain ensemble"):
        sys.exit(f"not installed: {', '.join(lacking)}; `make compare` installs them")
    print(f"{surroundings()} at the start\n")
    print(f"|{_COLUMNS}|\n|---|{'--:|' * (_COLUMNS.count('|'))}")
    with tempfile.TemporaryDirectory() as scratch:
        contenders = _on_shipped(Path(scratch) / "shipped")
        if given.data and given.questions:
            own = copytree(given.data, Path(scratch) / "own")
            contenders += _ours("ours, own library", own, questions_in(given.questions))
        ours = 0.0
        for each in contenders:
            seen = _seen(each, given.users, given.seconds, pinned=given.pinned)
            ours = ours or seen.cpu_ms
            _print(each, seen, seen.cpu_ms / ours)
    print(f"\n{surroundings()} at the end")


def _on_shipped(data: Path) -> list[Contender]:
    questions = shipped_questions()
    return [
        *_ours("ours", data, questions),
        Contender("langchain's retriever", [*_STOCK, "benchmarks.apps:langchain"], questions),
        Contender("FastAPI hello-world", [*_STOCK, "benchmarks.apps:hello"], questions),
    ]


def _ours(name: str, data: Path, questions: Sequence[str]) -> list[Contender]:
    command = [CHATBOT, "--data", str(data), "serve"]
    popular = questions[:_POPULAR]
    return [
        Contender(name, command, questions, 1, _FORGETFUL),
        Contender(name, command, questions, 2, _FORGETFUL),
        Contender(f"{name}, {_POPULAR} questions remembered", command, popular),
    ]


def _seen(contender: Contender, users: int, seconds: float, *, pinned: bool) -> Tally:
    command, workers, settings = contender.command, contender.workers, contender.settings
    with serving(command, workers, settings, pinned=pinned) as server:
        count = users * contender.workers
        ask(server, contender.questions, Users(count, most=_WARM))
        return ask(server, contender.questions, Users(count, seconds=seconds))


def _print(contender: Contender, seen: Tally, ratio: float) -> None:
    figures = (
        contender.name,
        str(contender.workers),
        told(seen.errors),
        f"{seen.rate:,.0f}",
        f"{seen.cpu_ms:.2f} ms",
        f"{1000 / seen.cpu_ms:,.0f}",
        f"{seen.percentile(0.5):,.1f} ms",
        f"{seen.percentile(0.99):,.1f} ms",
        f"{ratio:.2f}",
    )
    print(f"| {' | '.join(figures)} |", flush=True)


if __name__ == "__main__":
    main()
