from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.candidates import RELATED
from index.coverage import Coverage, CoverageBuilder


@pytest.fixture
def coverage(tmp_path: Path) -> Coverage:
    """Five rows, of which the third and the last hold nothing."""
    builder = CoverageBuilder(tmp_path / "coverage")
    for tokens in (["甲", "乙"], ["乙", "丙", "乙"], [], ["丁"], []):
        builder.add(tokens)
    builder.finish()
    return Coverage(tmp_path / "coverage")


def shares(
    coverage: Coverage,
    weights: Mapping[str, float],
    rows: Sequence[int],
    related: Mapping[str, float] | None = None,
) -> list[float]:
    found: list[float] = coverage.of(
        weights, related or {}, np.array(rows, dtype=np.int64)
    ).tolist()
    return found


def test_a_row_has_the_share_of_the_squared_weights_that_it_holds(coverage: Coverage) -> None:
    found = shares(coverage, {"甲": 3.0, "乙": 1.0}, [0, 1, 3])
    assert found == pytest.approx([1.0, 0.1, 0.0])


def test_a_synonym_adds_to_what_is_held_and_not_to_what_is_wanted(coverage: Coverage) -> None:
    found = shares(coverage, {"甲": 3.0, "乙": 1.0}, [0, 1], {"丙": 2.0})
    assert found == pytest.approx([1.0, (1 + RELATED * 4) / 10])


def test_a_row_without_tokens_holds_nothing_and_takes_nothing_from_others(
    coverage: Coverage,
) -> None:
    assert shares(coverage, {"丁": 1.0}, [4, 2, 3, 2, 4]) == [0, 0, 1, 0, 0]
    assert shares(coverage, {"丁": 1.0}, [2, 4]) == [0, 0]
    assert shares(coverage, {"丁": 1.0}, []) == []


def test_rows_are_told_in_any_order_and_more_than_once(coverage: Coverage) -> None:
    assert shares(coverage, {"甲": 1.0}, [1, 0, 0, 1]) == [0, 1, 1, 0]
