import pytest

from benchmarks.curves import Grown, exponent, markdown

SIZES = (10_000, 100_000, 1_000_000)


def row(size: int, **said: object) -> Grown:
    return Grown("某引擎", size, size, 0.0, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("k", [0.5, 1.0, 1.3])
def test_the_exponent_is_that_of_the_power_law_it_was_made_with(k: float) -> None:
    rows = [row(size, build_cpu_s=3e-5 * size**k) for size in SIZES]
    assert exponent(rows, lambda r: r.build_cpu_s) == pytest.approx(k)


def test_small_sizes_have_no_say_in_the_exponent() -> None:
    rows = [row(size, serving_mb=size / 1000) for size in SIZES[1:]]
    small = row(SIZES[0], serving_mb=5_000.0)
    assert exponent([small, *rows], lambda r: r.serving_mb) == pytest.approx(1.0)
    assert exponent([small, rows[0]], lambda r: r.serving_mb) is None


def test_a_row_says_how_far_an_engine_came_and_what_failed() -> None:
    stopped = Grown("甲", 5_000_000, 1_200_000, 0.0, build_cpu_s=1500.0)
    failed = Grown("乙", 5_000_000, 0, 0.0, why="failed; it may take 11 GB")
    table = markdown([stopped, failed])
    assert "1,200,000 (of 5,000,000: time was up)" in table
    assert "| 乙 | 5,000,000 | failed; it may take 11 GB |" in table
