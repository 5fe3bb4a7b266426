from pathlib import Path

from index.candidates import Standing
from index.candidates.entries import Entries, read, rows_of


def made() -> Entries:
    """Two rows of a policy, one of another, three of a third."""
    entries = Entries()
    for policy_id, count in (("a", 2), ("b", 1), ("c", 3)):
        for number in range(count):
            entries.add(f"{policy_id}.n{number}", policy_id)
    return entries


def test_rows_close_up_and_keys_stay_when_a_policy_goes() -> None:
    left, kept = made().without(["b"])
    assert kept.tolist() == [True, True, False, True, True, True]
    assert left.clause_ids == ["a.n0", "a.n1", "c.n0", "c.n1", "c.n2"]
    assert left.keys().tolist() == [0, 1, 3, 4, 5]
    assert rows_of(["c", "b"], left.spans()).tolist() == [2, 3, 4]


def test_no_key_is_given_twice() -> None:
    left, _ = made().without(["c"])
    assert left.add("c.n0", "c") == 6
    assert left.keys().tolist() == [0, 1, 2, 6]


def test_entries_come_back_as_they_were_written(tmp_path: Path) -> None:
    left, _ = made().without(["a"])
    left.standings["b"] = Standing(1.5, regional=True)
    left.write(tmp_path)
    back = read(tmp_path)
    assert back.keys().tolist() == left.keys().tolist()
    assert (back.clause_ids, back.standings) == (left.clause_ids, left.standings)
    assert back.next_key == 6
