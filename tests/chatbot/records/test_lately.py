import pytest

from chatbot.records import lately
from chatbot.records.lately import Lately


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time; what is appended last is now."""
    told = [100.0]
    monkeypatch.setattr(lately, "monotonic", lambda: told[-1])
    return told


def test_what_others_change_is_seen_a_second_later(now: list[float]) -> None:
    keys = ["one"]
    known = Lately(lambda: tuple(keys))
    assert known.value() == ("one",)
    keys.append("other")
    assert known.value() == ("one",)
    now.append(101.0)
    assert known.value() == ("one", "other")


@pytest.mark.usefixtures("now")
def test_one_s_own_change_is_seen_at_once() -> None:
    keys = ["one"]
    known = Lately(lambda: tuple(keys))
    known.value()
    keys.clear()
    known.change()
    assert known.value() == ()


@pytest.mark.usefixtures("now")
def test_what_was_read_before_a_change_is_not_kept_after_it() -> None:
    keys = ["one"]

    def read() -> tuple[str, ...]:
        found = tuple(keys)
        if keys:  # another thread revokes it meanwhile
            keys.clear()
            known.change()
        return found

    known = Lately(read)
    known.value()
    assert known.value() == ()


def test_what_is_about_to_be_read_again_is_not_at_hand(now: list[float]) -> None:
    known = Lately(lambda: 1)
    assert not known.at_hand
    known.value()
    assert known.at_hand
    now.append(100.95)
    assert not known.at_hand
