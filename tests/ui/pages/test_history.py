import pytest

from ui.pages.history import KEPT, Talk, read, with_first, without, written

ONE, OTHER = "1" * 32, "2" * 32


def test_a_talk_is_named_by_its_first_question() -> None:
    talk = Talk().longer("甲\n？", ONE).longer("乙？", OTHER)
    assert talk == Talk("甲 ？", (ONE, OTHER))


def test_what_a_browser_stored_is_read_again() -> None:
    talks = [Talk("甲", (ONE,)), Talk("乙", (OTHER,))]
    assert read(written(talks)) == talks


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "x",
        {"title": "甲"},
        [1],
        [{"title": "甲"}],
        [{"title": "甲", "answers": "1"}],
        [{"title": "甲", "answers": [{}, "../../etc"]}],
    ],
)
def test_what_is_no_talk_is_left_out(stored: object) -> None:
    assert read(stored) == []


def test_the_latest_talk_comes_first_once() -> None:
    old, new = Talk("甲", (ONE,)), Talk("乙", (OTHER,))
    longer = old.longer("丙", "3" * 32)
    assert with_first(longer, [new, old]) == [longer, new]
    assert with_first(Talk(), [new]) == [new]


def test_only_so_many_are_kept() -> None:
    talks = [Talk(str(n), (f"{n:032x}",)) for n in range(KEPT)]
    assert len(with_first(Talk("新", ("f" * 32,)), talks)) == KEPT


def test_a_talk_is_forgotten() -> None:
    talk = Talk("甲", (ONE,))
    assert without(talk, [talk, Talk("乙", (OTHER,))]) == [Talk("乙", (OTHER,))]
