"""Folders watched: whoever keeps the library in step with them is told when to look."""

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from index.folders import UNSEEN

_QUIET_MS = 2_000
"""Milliseconds without a change after which what was being written counts as complete."""
_PATIENCE_S = 600.0
"""Seconds after which it is looked at although changes go on, as where a log is written."""
_AGAIN_S = 600.0
"""Seconds after which it is looked at without a change: network drives do not tell of theirs."""
_RETRY_S = 30.0
"""Seconds after which it is tried again where something went wrong."""


def keep_looking(folders: Sequence[Path], but: Path, look: Callable[[], bool]) -> NoReturn:
    """Call `look` at first, and whenever something below the folders has changed and is at rest.

    It goes on until an exception ends it, as one that a signal raises. Time is taken from a clock
    that nobody sets.

    Args:
        folders: one that is not there, because it is not mounted, is waited for.
        but: a folder, perhaps below them, whose changes do not count.
        look: False asks to be called again soon.
    """
    while True:
        try:
            _watch(folders, but.resolve(), look)
        except OSError:  # a folder is not there, or the system watches no more of them
            look()
            time.sleep(_RETRY_S)


def _watch(folders: Sequence[Path], but: Path, look: Callable[[], bool]) -> None:
    """Look, and watch until it is time to begin anew: what was mounted since is another folder.

    Raises:
        OSError: if a folder cannot be watched.
    """
    from watchfiles import watch

    ends = time.monotonic() + _AGAIN_S
    since: float | None = time.monotonic()  # of what was not looked at yet
    for changes in watch(
        *(folder.resolve() for folder in folders),
        watch_filter=None,
        rust_timeout=_QUIET_MS,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        now = time.monotonic()
        stirs = _count((path for _, path in changes), but)
        if stirs and since is None:
            since = now
        if since is None:
            if now > ends:
                return
        elif not stirs or now - since > _PATIENCE_S:
            since = None
            if not look():
                ends = time.monotonic() + _RETRY_S


def _count(changed: Iterable[str], but: Path) -> bool:
    """Whether any of these may be a document."""
    return any(
        not Path(path).name.startswith(UNSEEN) and not Path(path).is_relative_to(but)
        for path in changed
    )
