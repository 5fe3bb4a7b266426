import numpy as np

from index.candidates import Candidate, Candidates, Standing

ONE_BY_ONE = [
    Candidate("p0.n0", 0.5, 0.25, Standing()),
    Candidate("p1.n1", 1.0, -0.5, Standing(cited=1.5, regional=True)),
    Candidate("p0.n2", 0.0, 0.75, Standing()),
]


def test_columns_hold_what_was_found_one_by_one() -> None:
    columns = Candidates.of(ONE_BY_ONE)
    assert len(columns) == 3
    assert list(columns) == ONE_BY_ONE
    assert columns.cited.tolist() == [0, 1.5, 0]


def test_places_are_taken_in_the_order_in_which_they_are_named() -> None:
    columns = Candidates.of(ONE_BY_ONE)
    assert list(columns.at([2, 0])) == [ONE_BY_ONE[2], ONE_BY_ONE[0]]
    assert list(columns.at(np.array([1]))) == [ONE_BY_ONE[1]]


def test_nothing_found_is_columns_too() -> None:
    nothing = Candidates.of([])
    assert (len(nothing), list(nothing.at([]))) == (0, [])
