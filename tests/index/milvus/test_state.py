from pathlib import Path

from index.candidates import Standing
from index.milvus import state
from index.milvus.state import Edition, State

STATE = State(
    collection="policies_00000001",
    dim=8,
    end=40,
    policies={"a": Edition(0, 10), "b": Edition(10, 10), "c": Edition(30, 10)},
    standings={"a": Standing(1.5, regional=True), "b": Standing(), "c": Standing()},
    gone=[Edition(20, 10)],
)


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert not state.written(tmp_path)
    STATE.write(tmp_path)
    assert state.read(tmp_path) == STATE
    assert state.written(tmp_path)


def test_rows_that_went_and_those_that_come_are_not_of_it() -> None:
    assert len(STATE) == 30
    assert STATE.everything() == "key < 40 and edition not in [20]"


def test_few_policies_are_named_and_of_many_those_that_are_left_out() -> None:
    assert STATE.of(["a", "none"]) == "edition in [0]"
    assert STATE.of(["a", "b"]) == "key < 40 and edition not in [30, 20]"
    assert STATE.of(["none"]) == ""
