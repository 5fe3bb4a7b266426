"""Time as the clock on the wall has it, and as this process spent it on all of its cores."""

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, or the seconds between two of them."""

    wall: float
    cpu: float

    def __sub__(self, other: "Moment") -> "Moment":
        return Moment(self.wall - other.wall, self.cpu - other.cpu)


def now() -> Moment:
    """This moment."""
    return Moment(time.perf_counter(), time.process_time())
