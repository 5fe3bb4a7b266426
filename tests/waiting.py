"""Waiting for what another thread or process does."""

from collections.abc import Callable
from time import monotonic, sleep

PATIENCE_S = 120
"""How long: a machine may be slow."""


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = monotonic() + PATIENCE_S
    while not holds():
        assert monotonic() < end
        sleep(0.05)
