"""Figures of growth as Markdown, with the exponent of each curve, and as a drawing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

_FITTED_FROM = 100_000
"""Clauses from which on a curve is fitted: below, what a process takes anyway is most of it."""
_SHORT_OF = 0.99


@dataclass(frozen=True, slots=True)
class Grown:
    """One engine at one size.

    Attributes:
        wanted: clauses that it should have held; `size` is how many it does.
        load: how many processes wanted the cores as it began.
        build_s, build_cpu_s: on the clock, and of processor time, in seconds.
        build_mb: the most memory that building took.
        disk_mb: what was written.
        serving_mb, private_mb: while it answers, with and without the pages of mapped files.
        p50_ms, p99_ms, cpu_p50_ms: of a question.
        recall: share of the ten nearest that it finds; None where that means nothing.
        asked: questions.
        why: what went wrong.
    """

    engine: str
    wanted: int
    size: int
    load: float
    build_s: float = 0.0
    build_cpu_s: float = 0.0
    build_mb: float = 0.0
    disk_mb: float = 0.0
    serving_mb: float = 0.0
    private_mb: float = 0.0
    open_s: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    cpu_p50_ms: float = 0.0
    recall: float | None = None
    asked: int = 0
    why: str = ""


_TITLES = (
    "| engine | clauses | build, s (CPU) | build, peak | disk | serving (private)"
    " | open | p50 | p99 | CPU p50 | recall@10 | asked | load |"
)

Curve = Callable[[Grown], float]
CURVES: dict[str, Curve] = {
    "build, s of CPU": lambda row: row.build_cpu_s,
    "build, peak MB": lambda row: row.build_mb,
    "disk, MB": lambda row: row.disk_mb,
    "serving, MB": lambda row: row.serving_mb,
    "question p50, ms of CPU": lambda row: row.cpu_p50_ms,
    "question p99, ms": lambda row: row.p99_ms,
}
"""What grows → its value."""


def exponent(rows: Sequence[Grown], of: Curve) -> float | None:
    """The k of `value = c · size ** k` that fits best; None for fewer than two sizes."""
    fitted = [(row.size, of(row)) for row in rows if row.size >= _FITTED_FROM and of(row) > 0]
    if len({size for size, _ in fitted}) < 2:  # noqa: PLR2004 - two points make a line
        return None
    sizes, values = np.log(np.array(fitted)).T
    return float(np.polyfit(sizes, values, 1)[0])


def by_engine(rows: Sequence[Grown]) -> dict[str, list[Grown]]:
    """Engine → its rows, which follow each other."""
    return {engine: list(its) for engine, its in groupby(rows, key=lambda row: row.engine)}


def markdown(rows: Sequence[Grown]) -> str:
    """A table of the figures, and one of the exponents."""
    lines = [
        _TITLES,
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        *map(_line, rows),
        "",
        f"| exponent | {' | '.join(CURVES)} |",
        "|---|" + "--:|" * len(CURVES),
    ]
    for engine, its in by_engine(rows).items():
        found = (exponent(its, of) for of in CURVES.values())
        cells = ("–" if k is None else f"{k:.2f}" for k in found)
        lines.append(f"| {engine} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _line(row: Grown) -> str:
    if row.why:
        return f"| {row.engine} | {row.wanted:,} | {row.why} |" + " |" * 10
    short = "" if row.size >= _SHORT_OF * row.wanted else f" (of {row.wanted:,}: time was up)"
    recall = "–" if row.recall is None else f"{row.recall:.3f}"
    return (
        f"| {row.engine} | {row.size:,}{short} | {row.build_s:,.1f} ({row.build_cpu_s:,.1f})"
        f" | {row.build_mb:,.0f} MB | {row.disk_mb:,.0f} MB"
        f" | {row.serving_mb:,.0f} ({row.private_mb:,.0f}) MB | {row.open_s:,.2f} s"
        f" | {row.p50_ms:,.2f} ms | {row.p99_ms:,.2f} ms | {row.cpu_p50_ms:,.2f} ms"
        f" | {recall} | {row.asked} | {row.load:.0f} |"
    )


def figure(rows: Sequence[Grown], path: Path) -> None:
    """Draw every curve, both axes logarithmic, into a file."""
    rows = [row for row in rows if not row.why]
    from matplotlib.figure import Figure

    drawn = Figure(figsize=(11, 6.5), layout="constrained")
    panels = drawn.subplots(2, 3).flat
    for panel, (title, of) in zip(panels, CURVES.items(), strict=True):
        for engine, its in by_engine(rows).items():
            k = exponent(its, of)
            label = engine if k is None else f"{engine}  n^{k:.2f}"
            panel.plot([r.size for r in its], [of(r) for r in its], "o-", ms=3, lw=1.2, label=label)
        panel.set(title=title, xscale="log", yscale="log")
        panel.grid(alpha=0.3)
        panel.legend(fontsize=6)
    drawn.savefig(path)
