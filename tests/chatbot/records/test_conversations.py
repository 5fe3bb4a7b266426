from pathlib import Path

import pytest

from chatbot.errors import ConversationNotFound
from chatbot.question import Turn
from chatbot.records.conversations import Conversations
from chatbot.records.tables import open_records

DAY = 86_400


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(tmp_path: Path, clock: Clock) -> Conversations:
    return Conversations(open_records(tmp_path), 30, clock, clock)


def said(*contents: str) -> list[Turn]:
    return [Turn("user", content) for content in contents]


def test_what_was_said_is_read_back_in_order(kept: Conversations) -> None:
    begun = kept.begin()
    kept.append(begun.id, [Turn("user", "甲"), Turn("assistant", "乙")])
    kept.append(begun.id, said("丙"))
    assert [(turn.role, turn.content) for turn in kept.read(begun.id).turns] == [
        ("user", "甲"),
        ("assistant", "乙"),
        ("user", "丙"),
    ]


def test_it_outlives_the_process(tmp_path: Path) -> None:
    begun = Conversations(open_records(tmp_path), 30).begin()
    assert Conversations(open_records(tmp_path), 30).read(begun.id).turns == ()


def test_two_conversations_do_not_mix(kept: Conversations) -> None:
    one, other = kept.begin(), kept.begin()
    kept.append(one.id, said("甲"))
    assert kept.read(other.id).turns == ()
    assert one.id != other.id


def test_a_question_carries_the_last_turns_alone(kept: Conversations) -> None:
    begun = kept.begin()
    kept.append(begun.id, said(*map(str, range(60))))
    assert [turn.content for turn in kept.recent(begun.id)] == [str(n) for n in range(12, 60)]


def test_one_past_its_retention_time_is_gone(kept: Conversations, clock: Clock) -> None:
    begun = kept.begin()
    clock.now += 31 * DAY
    with pytest.raises(ConversationNotFound):
        kept.read(begun.id)
    kept.begin()
    clock.now -= 31 * DAY
    with pytest.raises(ConversationNotFound):
        kept.read(begun.id)


def test_one_in_use_stays(kept: Conversations, clock: Clock) -> None:
    begun = kept.begin()
    clock.now += 29 * DAY
    kept.append(begun.id, said("甲"))
    clock.now += 29 * DAY
    kept.begin()
    assert kept.read(begun.id).turns


def test_a_deleted_one_is_gone_with_its_turns(kept: Conversations) -> None:
    begun = kept.begin()
    kept.append(begun.id, said("甲"))
    kept.delete(begun.id)
    for act in (kept.read, kept.delete, lambda i: kept.append(i, said("乙"))):
        with pytest.raises(ConversationNotFound):
            act(begun.id)
