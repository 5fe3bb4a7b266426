import gc
import re
import threading
import time
from collections.abc import Iterator, Sequence

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


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == module.__name__]


def retries() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "recording what waits"]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is tried again soon, and no test is disturbed by what the one before left."""
    monkeypatch.setattr(module, "_PAUSE_S", 0.1)
    yield
    until(lambda: not retries())


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def writer(disk: Disk) -> Iterator[Writer[int]]:
    writer = Writer(disk)
    yield writer
    writer.close()


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


def test_while_it_cannot_be_written_nobody_who_hands_over_tries(
    disk: Disk, writer: Writer[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAUSE_S", 60)
    disk.full = True
    writer.put(0)
    disk.full = False
    writer.put(1)
    assert disk.written == []
    writer.close()
    assert disk.written == [0, 1]


def test_a_full_disk_is_told_once_and_what_waits_is_written_when_there_is_room(
    disk: Disk, writer: Writer[int], caplog: pytest.LogCaptureFixture
) -> None:
    disk.full = True
    for number in range(5):
        writer.put(number)
    time.sleep(0.3)  # it is tried again meanwhile
    assert len(told(caplog)) == 1
    assert "disk is full" in told(caplog)[0]
    disk.full = False
    writer.settle()
    assert disk.written == [0, 1, 2, 3, 4]


def test_it_is_tried_again_by_itself_though_nothing_more_comes(
    disk: Disk, writer: Writer[int], caplog: pytest.LogCaptureFixture
) -> None:
    disk.full = True
    writer.put(0)
    writer.put(1)
    disk.full = False
    until(lambda: "can be written again" in caplog.text)
    until(lambda: disk.written == [0, 1])
    writer.put(2)
    until(lambda: disk.written == [0, 1, 2])


def test_a_failure_that_becomes_another_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reasons = iter(["the server is away", "the server is away", "the disk is full"])

    def failing(_: Sequence[int]) -> None:
        if reason := next(reasons, ""):
            raise LibraryUnavailable(reason)

    Writer(failing).put(0)
    until(lambda: len(told(caplog)) == 3)
    assert [line.partition(": ")[2].split("\n")[0] for line in told(caplog)[:2]] == [
        "the server is away",
        "the disk is full",
    ]


def test_one_that_is_broken_off_loses_nothing_and_holds_nobody_up() -> None:
    """As by Ctrl+C: it reaches whoever wrote, and the next one writes all."""
    written: list[int] = []
    ends = iter([KeyboardInterrupt()])

    def write(batch: Sequence[int]) -> None:
        for end in ends:
            raise end
        written.extend(batch)

    writer = Writer(write)
    with pytest.raises(KeyboardInterrupt):
        writer.put(0)
    until(lambda: written == [0])
    writer.put(1)
    until(lambda: written == [0, 1])


def test_while_one_tries_again_no_other_does() -> None:
    """A server that hangs is waited for a long time, in which others hand over."""
    go_on = threading.Event()
    tries: list[float] = []

    def hanging(_: Sequence[int]) -> None:
        tries.append(time.monotonic())
        if len(tries) > 1:
            go_on.wait(timeout=60)
        raise LibraryUnavailable("the server has said nothing")

    writer = Writer(hanging)
    writer.put(0)
    until(lambda: len(tries) == 2)
    for number in range(4):
        writer.put(number)
    time.sleep(0.5)
    assert len(retries()) == 1
    assert len(tries) == 2
    failed = time.monotonic()
    go_on.set()
    until(lambda: len(tries) > 2)
    assert tries[2] - failed >= module._PAUSE_S
    writer.close()


def test_what_did_not_get_its_turn_is_written_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_where_no_thread_can_be_begun_the_next_one_tries(
    disk: Disk, writer: Writer[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    disk.full = True
    writer.put(0)
    disk.full = False
    writer.put(1)
    assert disk.written == [0, 1]


def test_a_stream_that_is_collected_in_the_middle_of_it_hands_over_too(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The collector runs wherever something is made: here, where a thread is."""
    writer = Writer(disk)

    def passing() -> Iterator[int]:
        try:
            yield 0
        finally:
            writer.put(0)

    def leave() -> None:
        circle: list[object] = [stream := passing()]
        circle.append(circle)
        next(stream)

    def put() -> None:
        patched.wait()
        leave()
        writer.put(1)

    def start(thread: threading.Thread) -> None:
        gc.collect()
        begin(thread)

    disk.full = True
    patched, begin = threading.Event(), threading.Thread.start
    putting = threading.Thread(target=put, daemon=True)
    putting.start()
    gc.disable()
    monkeypatch.setattr(threading.Thread, "start", start)
    patched.set()
    putting.join(timeout=60)
    gc.enable()
    assert not putting.is_alive()
    disk.full = False
    until(lambda: sorted(disk.written) == [0, 1])


def test_the_oldest_are_given_up_first_and_counted(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    disk.full = True
    writer = Writer(disk, most=3)
    for number in range(5):
        writer.put(number)
    lost = (re.search(r"records are lost: (\d+), as 3 wait", line) for line in told(caplog))
    assert sum(int(said[1]) for said in lost if said) == 2
    disk.full = False
    writer.close()
    assert disk.written == [2, 3, 4]


def test_closing_writes_what_is_left_and_tells_what_could_not_be(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    disk.full = True
    writer = Writer(disk)
    writer.put(0)
    writer.close()
    assert "could not be written: 1" in caplog.text
    until(lambda: not retries())
    writer.put(1)  # a late one breaks nothing, and begins nothing
    assert not retries()
    disk.full = False
    writer.put(2)
    assert disk.written == [0, 1, 2]
