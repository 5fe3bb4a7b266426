import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
import watchfiles

from index import watching
from index.watching import keep_looking

QUIET: set[tuple[int, str]] = set()


class Enough(Exception):
    """Ends a watch as a signal would."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A clock that goes on when it is told to."""
    now = [1000.0]

    def go_on(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", go_on)
    return go_on


def watched(
    monkeypatch: pytest.MonkeyPatch,
    clock: Callable[[float], None],
    *rounds: tuple[float, str],
    well: bool = True,
) -> list[int]:
    """At which of the rounds, each some seconds after the one before, it is looked.

    A round says which file changed; "" if none did.
    """
    at, looked, watches = [0], [], [0]

    def changes(*_: object, **__: object) -> Iterator[set[tuple[int, str]]]:
        watches[0] += 1
        while at[0] < len(rounds):
            seconds, file = rounds[at[0]]
            at[0] += 1
            clock(seconds)
            yield {(2, f"/政策/{file}")} if file else QUIET
        raise Enough

    def look() -> bool:
        looked.append(at[0])
        return well

    monkeypatch.setattr(watchfiles, "watch", changes)
    with pytest.raises(Enough):
        keep_looking([Path("/政策")], Path("/政策/var"), look)
    return looked


def test_it_is_looked_at_the_start_and_when_a_change_is_at_rest(
    monkeypatch: pytest.MonkeyPatch, clock: Callable[[float], None]
) -> None:
    """Rounds 3 and 4 are one file being written: it is read when it is complete."""
    rounds = [(2, ""), (2, ""), (1, "意见.md"), (1, "意见.md"), (2, ""), (2, "")]
    assert watched(monkeypatch, clock, *rounds) == [1, 5]


def test_a_file_that_never_rests_does_not_keep_others_out_for_ever(
    monkeypatch: pytest.MonkeyPatch, clock: Callable[[float], None]
) -> None:
    rounds = [(2, ""), *[(100, "日志.txt")] * 8]
    assert watched(monkeypatch, clock, *rounds) == [1, 9]


@pytest.mark.parametrize("file", [".意见.md.swp", "~$意见.docx", "var/library.db"])
def test_what_is_no_document_is_not_looked_at(
    file: str, monkeypatch: pytest.MonkeyPatch, clock: Callable[[float], None]
) -> None:
    rounds = [(2, ""), (2, file), (2, "")]
    assert watched(monkeypatch, clock, *rounds) == [1]


def test_it_is_looked_again_after_a_while_though_nothing_was_told(
    monkeypatch: pytest.MonkeyPatch, clock: Callable[[float], None]
) -> None:
    """Drives of other machines do not tell of changes that are made there."""
    assert watched(monkeypatch, clock, *[(250, "")] * 5) == [1, 4]


def test_what_went_wrong_is_tried_again_soon(
    monkeypatch: pytest.MonkeyPatch, clock: Callable[[float], None]
) -> None:
    assert watched(monkeypatch, clock, *[(20, "")] * 6, well=False) == [1, 4]


def test_a_folder_that_comes_back_is_watched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unmounted and mounted again it is another folder; here it is moved away and made anew."""
    monkeypatch.setattr(watching, "_QUIET_MS", 50)
    monkeypatch.setattr(watching, "_AGAIN_S", 0.2)
    monkeypatch.setattr(watching, "_RETRY_S", 0.05)
    folder = tmp_path / "政策"
    folder.mkdir()
    seen: list[str] = []
    over = Event()

    def look() -> bool:
        if over.is_set():
            raise Enough
        seen.append("、".join(file.name for file in folder.glob("*")) if folder.exists() else "无")
        return True

    def watch() -> None:
        with pytest.raises(Enough):
            keep_looking([folder], tmp_path / "var", look)

    def wait_for(state: str) -> None:
        until = time.monotonic() + 60
        while seen[-1:] != [state]:
            assert time.monotonic() < until, seen
            time.sleep(0.02)

    thread = Thread(target=watch)
    thread.start()
    try:
        wait_for("")
        folder.rename(tmp_path / "走了")
        wait_for("无")
        folder.mkdir()
        (folder / "意见.md").touch()
        wait_for("意见.md")
        shutil.rmtree(folder)
        wait_for("无")
    finally:
        over.set()
        thread.join()
