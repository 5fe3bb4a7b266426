"""Records outlive what is done to the clock."""

from pathlib import Path

from chatbot.records.conversations import Conversations
from chatbot.records.retention import Retention
from chatbot.records.tables import open_records

DAY = 86_400.0
BEGUN = 1_000_000_000.0


def test_what_is_past_its_time_is_hidden_and_deleted() -> None:
    now, passed = [BEGUN], [50.0]
    kept = Retention(30, lambda: now[0], lambda: passed[0])
    assert kept.oldest() == kept.deleted() == BEGUN - 30 * DAY
    now[0] += 31 * DAY
    passed[0] += 31 * DAY
    assert kept.oldest() == kept.deleted() == BEGUN + DAY


def test_a_clock_that_jumps_ahead_hides_and_deletes_nothing() -> None:
    now = [BEGUN]
    kept = Retention(30, lambda: now[0], lambda: 50.0)
    now[0] += 365 * DAY
    assert kept.oldest() == BEGUN + 335 * DAY
    assert kept.deleted() == BEGUN - 30 * DAY


def test_a_clock_that_jumps_back_deletes_nothing_that_is_younger_by_it() -> None:
    now = [BEGUN]
    kept = Retention(30, lambda: now[0], lambda: 50.0)
    now[0] -= 365 * DAY
    assert kept.deleted() == BEGUN - 395 * DAY


def test_a_conversation_outlives_a_clock_that_jumped_and_was_put_right(tmp_path: Path) -> None:
    now = [BEGUN]
    kept = Conversations(open_records(tmp_path), 30, lambda: now[0], lambda: 50.0)
    begun = kept.begin()
    now[0] += 365 * DAY
    kept.begin()
    now[0] = BEGUN
    assert kept.read(begun.id).turns == ()
