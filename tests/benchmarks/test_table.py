from dataclasses import replace

import pytest

from benchmarks.table import OURS, Row, markdown, ratios, with_ratios

MINE = Row(
    1_000, 1, OURS, "", 2.0, 1.0, 3.0, 0.1, 80.0, 50.0, 20.0, 4.0, 9.0, 2.0, 300, 0.8, 0.8, 1.0
)
THEIRS = replace(
    MINE,
    system="peer",
    build_s=6.0,
    peak_mb=240.0,
    resident_mb=400.0,
    p50_ms=800.0,
    cpu_p50_ms=200.0,
    asked=10,
    recall=0.5,
    ours_recall=0.75,
)
ELSEWHERE = replace(MINE, cores=2, p50_ms=1.0)
ABSENT = replace(THEIRS, system="absent", why_not="not installed: absent")


def test_ratios_are_to_ours_at_the_same_size_on_as_many_cores() -> None:
    found = ratios(THEIRS, [ELSEWHERE, MINE, THEIRS])
    assert found
    assert (found.build, found.query_p50, found.query_cpu) == (3.0, 200.0, 100.0)
    assert (found.peak, found.resident) == (3.0, 8.0)
    assert found.recall == pytest.approx(0.25)


def test_without_figures_there_are_no_ratios() -> None:
    assert ratios(THEIRS, [ELSEWHERE, THEIRS]) is None
    assert ratios(ABSENT, [MINE, ABSENT]) is None
    assert with_ratios([MINE, ABSENT])[1]["ratios"] is None


def test_the_table_has_a_line_a_row_and_says_why_one_is_empty() -> None:
    printed = markdown([MINE, THEIRS, ABSENT])
    assert "| 1,000 | 1 | peer | 6.0 s (1.0 s) | 240 MB | 400 MB (20) | 800 ms | 9.0 ms" in printed
    assert "| 1,000 | 1 | absent | not installed: absent |" in printed
    assert "| 1,000 | 1 | peer | 3.0× | 3.0× | 8.0× | 200× | 100× | 0.500, 0.750 |" in printed
    widths = {line.count("|") for line in printed.split("\n\n")[0].splitlines()}
    assert len(widths) == 1
