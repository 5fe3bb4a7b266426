import random
from pathlib import Path

import pytest

from benchmarks.durability import CHANGES, Scene, State, judge
from tests.makers import policy

OLD, NEW, OTHER = (policy(f"# 办法\n第一条 {text}。") for text in ("旧", "新", "别的"))
BEFORE = State({OLD.id: OLD}, {"问": [(OLD.clauses[-1].id, 0.5)]})
AFTER = State({NEW.id: NEW}, {"问": [(NEW.clauses[-1].id, 0.7)]})


def test_one_state_or_the_other_is_allowed_with_its_own_answers() -> None:
    assert (judge(BEFORE, BEFORE, AFTER), judge(AFTER, BEFORE, AFTER)) == ("before", "after")
    with pytest.raises(ValueError, match="other answers"):
        judge(State(BEFORE.policies, AFTER.answers), BEFORE, AFTER)


@pytest.mark.parametrize("policies", [{}, {OTHER.id: OTHER}], ids=["lost", "half"])
def test_a_policy_that_is_lost_or_another_is_found_out(policies: dict[str, object]) -> None:
    now = State(policies)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="neither"):
        judge(now, BEFORE, AFTER)


@pytest.mark.parametrize("kind", ["replace", "upload"])
def test_a_change_that_is_killed_loses_nothing_and_goes_on(tmp_path: Path, kind: str) -> None:
    """A few moments; `python -m benchmarks.durability` tries two hundred."""
    scene, chance = Scene(CHANGES[kind], tmp_path), random.Random(1)
    for _ in range(2):
        assert scene.interrupted(chance) in {"before", "between", "after"}
