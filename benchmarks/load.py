"""Chat users at a server as it ships: errors, times, memory.

    python -m benchmarks.load [--users 200] [--think 5] [--seconds 60] [--questions 20000]

Starts `chatbot serve` on a new data folder with the policy that ships, records kept, on loopback,
and stops it. Users ask, think, and ask again; then they ask without thinking; then a few do, for
the memory. The questions are so many that none is remembered. Prints Markdown. The users run on
the same machine and take their share of it.
"""

import argparse
import tempfile
from collections import Counter

from benchmarks.served import (
    CHATBOT,
    Running,
    Tally,
    Users,
    ask,
    serving,
    shipped_questions,
    surroundings,
    told,
)

_WARM = 1_000
"""Questions before anything is measured."""
_FEW = 8
"""Users who ask for the memory."""
_PARTS = 4


def main() -> None:
    """Serve, ask, print."""
    parser = argparse.ArgumentParser(description="Chat users at a server as it ships.")
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--think", type=float, default=5.0, help="mean seconds between questions")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--questions", type=int, default=20_000, help="for the memory")
    given = parser.parse_args()
    print(f"{surroundings()} at the start\n")
    with (
        tempfile.TemporaryDirectory() as data,
        serving([CHATBOT, "--data", data, "serve"]) as server,
    ):
        questions = shipped_questions()
        ask(server, questions, Users(_FEW, most=_WARM))
        print("| users | think | answers | errors | answers/s | CPU | p50 | p99 |")
        print("|--:|--:|--:|--:|--:|--:|--:|--:|")
        for think, seconds in ((given.think, given.seconds), (0.0, given.seconds / 2)):
            users = Users(given.users, think, seconds)
            _print_times(users, ask(server, questions, users))
        _print_memory(server, questions, given.questions)
    print(f"\n{surroundings()} at the end")


def _print_times(users: Users, seen: Tally) -> None:
    figures = (
        f"{users.count}",
        f"{users.think:g} s",
        f"{len(seen.times):,}",
        told(seen.errors),
        f"{seen.rate:.0f}",
        f"{seen.cpu_ms:.1f} ms",
        f"{seen.percentile(0.5):,.0f} ms",
        f"{seen.percentile(0.99):,.0f} ms",
    )
    print(f"| {' | '.join(figures)} |", flush=True)


def _print_memory(server: Running, questions: list[str], total: int) -> None:
    """Memory before, between and after quarters of the questions."""
    print("\n| questions | errors | memory |\n|--:|--:|--:|")
    print(f"| 0 | 0 | {server.memory():,.0f} MB |")
    errors: Counter[str] = Counter()
    for part in range(1, _PARTS + 1):
        errors += ask(server, questions, Users(_FEW, most=total // _PARTS)).errors
        asked = total // _PARTS * part
        print(f"| {asked:,} | {told(errors)} | {server.memory():,.0f} MB |", flush=True)


if __name__ == "__main__":
    main()
