"""Time and memory of building an index and of searching it.

    python benchmarks/query.py [FOLDER]

Without a folder: the policy that ships. Prints a Markdown table. Queries are the opening words of
clauses drawn at random with a fixed seed, so that each has something to find.
"""

import platform
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from index.embedders import load
from index.ingest import ingest, shipped
from index.snapshot import open_searcher

QUERIES = 300


def main(folder: Path) -> None:
    """Build, search, print."""
    embedder = load("builtin")
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch)
        start = time.perf_counter()
        report = ingest(data, [folder], embedder=embedder)
        built = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
        searcher = open_searcher(data, embedder=embedder)
        texts = [
            unit.text[:30]
            for head in random.Random(0).choices(searcher.library.heads(), k=QUERIES)
            for unit in [random.Random(1).choice(searcher.library.policy(head.id).clauses)]
        ]
        times = []
        for text in texts:
            start = time.perf_counter()
            searcher.search(text)
            times.append((time.perf_counter() - start) * 1000)
        searcher.close()
    times.sort()
    print(f"Python {platform.python_version()}, {platform.machine()}, {embedder.name}\n")
    print("| policies | clauses | build | peak memory | on disk | query p50 | p99 |")
    print("|---|---|---|---|---|---|---|")
    print(
        f"| {report.policies:,} | {report.units:,} | {built:.1f} s | {peak:,.0f} MB"
        f" | {size / 2**20:,.1f} MB | {times[QUERIES // 2]:.1f} ms"
        f" | {times[int(QUERIES * 0.99)]:.1f} ms |"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else shipped())
