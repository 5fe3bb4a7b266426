"""Rows of a comparison → Markdown: absolute values, and ratios to ours in the same setting."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

OURS = "ours"
_WHOLE = 100
_FIGURES = (
    "| clauses | cores | system | build (CPU) | peak | serving (private) | query p50 | p99"
    " | CPU p50 | R@10 | questions |"
)
_RATIOS = (
    "| clauses | cores | system ÷ ours | build | peak | serving | query p50 | CPU p50"
    " | R@10, ours on the same questions |"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One system at one size on so many cores; memory in MB, of a question milliseconds.

    Attributes:
        why_not: why there are no figures; empty if there are.
        build_s, build_cpu_s: from parsed clauses to an index that can be served.
        whole_s: of ours, from files to published; of the others, from clauses read from disk.
        peak_mb: most memory at any time, building or serving.
        resident_mb, private_mb: while serving, with the pages of mapped files and without.
        asked: questions answered in the time there was.
        recall: R@10 over those of them that ours was asked too, and `ours_recall` that of ours over
            the same ones; None where ours was not run.
    """

    size: int
    cores: int
    system: str
    why_not: str = ""
    build_s: float = 0.0
    build_cpu_s: float = 0.0
    whole_s: float = 0.0
    open_s: float = 0.0
    peak_mb: float = 0.0
    resident_mb: float = 0.0
    private_mb: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    cpu_p50_ms: float = 0.0
    asked: int = 0
    recall: float = 0.0
    ours_recall: float | None = None
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class Ratios:
    """A system's figures divided by ours at the same size on as many cores; above 1, ours is less.

    `recall` is a difference: ours less the system's, over the same questions.
    """

    build: float
    query_p50: float
    query_cpu: float
    peak: float
    resident: float
    recall: float


def ratios(row: Row, rows: Sequence[Row]) -> Ratios | None:
    """How a system stands to ours; None if one of the two has no figures."""
    same = (r for r in rows if (r.size, r.cores, r.system) == (row.size, row.cores, OURS))
    ours = next(same, None)
    if not ours or ours.why_not or row.why_not:
        return None
    return Ratios(
        build=row.build_s / ours.build_s,
        query_p50=row.p50_ms / ours.p50_ms,
        query_cpu=row.cpu_p50_ms / ours.cpu_p50_ms,
        peak=row.peak_mb / ours.peak_mb,
        resident=row.resident_mb / ours.resident_mb,
        recall=(row.ours_recall or 0.0) - row.recall,
    )


def with_ratios(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Each row as plain values, its ratios with it; None where there are none."""
    listed = []
    for row in rows:
        found = ratios(row, rows)
        listed.append(asdict(row) | {"ratios": asdict(found) if found else None})
    return listed


def markdown(rows: Sequence[Row]) -> str:
    """Two tables: the figures, and the ratios."""
    return f"{_figures(rows)}\n\n{_ratios(rows)}"


def _figures(rows: Sequence[Row]) -> str:
    lines = [_FIGURES, "|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for row in rows:
        start = f"| {row.size:,} | {row.cores} | {row.system} |"
        if row.why_not:
            lines.append(f"{start} {row.why_not} | | | | | | | |")
            continue
        lines.append(
            f"{start} {row.build_s:,.1f} s ({row.build_cpu_s:,.1f} s) | {row.peak_mb:,.0f} MB"
            f" | {row.resident_mb:,.0f} MB ({row.private_mb:,.0f}) | {_ms(row.p50_ms)}"
            f" | {_ms(row.p99_ms)} | {_ms(row.cpu_p50_ms)} | {_share(row.recall)} | {row.asked} |"
        )
    return "\n".join(lines)


def _ratios(rows: Sequence[Row]) -> str:
    lines = [_RATIOS, "|--:|--:|---|--:|--:|--:|--:|--:|--:|"]
    for row in rows:
        found = ratios(row, rows)
        if found and row.system != OURS:
            lines.append(
                f"| {row.size:,} | {row.cores} | {row.system} | {_times(found.build)}"
                f" | {_times(found.peak)} | {_times(found.resident)} | {_times(found.query_p50)}"
                f" | {_times(found.query_cpu)} | {_share(row.recall)}, {_share(row.ours_recall)} |"
            )
    return "\n".join(lines)


def _ms(value: float) -> str:
    return f"{_figure(value)} ms"


def _times(value: float) -> str:
    return f"{_figure(value)}×"


def _figure(value: float) -> str:
    """Three digits at most, where that leaves the whole ones."""
    return f"{value:,.0f}" if value >= _WHOLE else f"{value:.1f}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
