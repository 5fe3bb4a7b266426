import logging
import threading
import time
from collections.abc import Sequence

import pytest

from chatbot.records import writer as module
from chatbot.records.writer import Writer
from index.errors import LibraryUnavailable
from tests.waiting import until


class Disk:
    """Holds what is written, unless it is full."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.full = False

    def __call__(self, batch: Sequence[int]) -> None:
        if self.full:
            raise LibraryUnavailable("database or disk is full")
        self.batches.append(list(batch))

    @property
    def written(self) -> list[int]:
        return [record for batch in self.batches for record in batch]


def timers() -> set[threading.Thread]:
    """What has not come to its time."""
    running = threading.enumerate()
    return {t for t in running if isinstance(t, threading.Timer) and not t.finished.is_set()}


def test_a_record_is_written_when_it_has_been_handed_over() -> None:
    disk = Disk()
    writer = Writer(disk)
    for number in range(3):
        writer.put(number)
        assert disk.written == list(range(number + 1))


def test_many_threads_hand_over_at_once_and_nothing_is_lost() -> None:
    disk = Disk()
    writer = Writer(disk)

    def hand_over(first: int) -> None:
        for number in range(first, first + 50):
            writer.put(number)

    threads = [threading.Thread(target=hand_over, args=[n * 50]) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.settle()
    assert sorted(disk.written) == list(range(1000))


def test_what_comes_while_a_batch_is_written_is_written_together() -> None:
    begun, go_on = threading.Event(), threading.Event()
    batches: list[list[int]] = []

    def slow(batch: Sequence[int]) -> None:
        batches.append(list(batch))
        begun.set()
        go_on.wait()

    writer = Writer(slow)
    threads = [threading.Thread(target=writer.put, args=[0])]
    threads[0].start()
    begun.wait()
    for number in range(1, 9):
        threads.append(threading.Thread(target=writer.put, args=[number]))
        threads[-1].start()
    for thread in threads[1:]:
        thread.join()  # they do not wait for ever
    go_on.set()
    threads[0].join()
    writer.close()
    assert batches[0] == [0]
    assert sorted(batches[1]) == list(range(1, 9))


def test_a_full_disk_is_logged_and_what_waits_is_written_when_there_is_room(
    caplog: pytest.LogCaptureFixture,
) -> None:
    disk = Disk()
    disk.full = True
    writer = Writer(disk)
    with caplog.at_level(logging.ERROR):
        for number in range(5):
            writer.put(number)
    assert "disk is full" in caplog.text
    assert len(caplog.records) == 1  # it is not tried, and not told, at every record
    disk.full = False
    writer.settle()
    assert disk.written == [0, 1, 2, 3, 4]


def test_it_is_tried_again_by_itself_though_nothing_more_comes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "_PAUSE_S", 0.1)
    disk = Disk()
    disk.full = True
    writer = Writer(disk)
    writer.put(0)
    writer.put(1)
    time.sleep(0.3)
    assert len(caplog.records) == 1  # it is tried all the time, and told once
    disk.full = False
    until(lambda: disk.written == [0, 1])
    assert "can be written again" in caplog.text
    writer.put(2)
    assert disk.written == [0, 1, 2]


def test_what_did_not_get_its_turn_is_written_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAUSE_S", 0.1)
    monkeypatch.setattr(module, "PATIENCE_S", 0.0)
    begun, go_on = threading.Event(), threading.Event()
    written: list[int] = []

    def slow(batch: Sequence[int]) -> None:
        begun.set()
        go_on.wait()
        written.extend(batch)

    writer = Writer(slow)
    first = threading.Thread(target=writer.put, args=[0])
    first.start()
    begun.wait()
    writer.put(1)
    go_on.set()
    first.join()
    until(lambda: written == [0, 1])


def test_where_no_thread_can_be_begun_the_next_one_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Timer, "start", start)
    disk = Disk()
    disk.full = True
    writer = Writer(disk)
    writer.put(0)
    disk.full = False
    writer.put(1)
    assert disk.written == [0, 1]


def test_the_oldest_are_given_up_first_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    disk = Disk()
    disk.full = True
    writer = Writer(disk, most=3)
    for number in range(5):
        writer.put(number)
    assert "a record is lost" in caplog.text
    disk.full = False
    writer.close()
    assert disk.written == [2, 3, 4]


def test_closing_writes_what_is_left_and_tells_what_could_not_be(
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = timers()
    disk = Disk()
    disk.full = True
    writer = Writer(disk)
    writer.put(0)
    writer.close()
    assert "could not be written: 1" in caplog.text
    writer.put(1)  # a late one breaks nothing
    assert timers() <= before
