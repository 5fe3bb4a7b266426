"""When a policy is in force (时间效力), and what holds in its place."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

_BEIJING = timezone(timedelta(hours=8))


def today() -> str:
    """The day in Beijing, where the policies are made, ISO 8601."""
    return datetime.now(_BEIJING).date().isoformat()


class State(StrEnum):
    """Whether a policy is in force on a day."""

    IN_FORCE = "现行有效"
    NOT_YET = "尚未生效"
    AMENDED = "已修订"  # a later version of the same text is in force
    REPEALED = "已废止"  # by another text
    EXPIRED = "已失效"  # its own term has run out


@dataclass(frozen=True, slots=True)
class Named:
    """Another policy, as it is spoken of.

    Attributes:
        title: in 《》, with the date of its version where there are others.
    """

    policy_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Validity:
    """The life of a policy, and how it stands today. Days are ISO 8601.

    Attributes:
        state: today.
        begins: the first day in force; "" if unknown.
        ends: the first day on which it is no longer in force; "" while nothing ends it.
        after: what it is from then on.
        replaced_by: what took its place: of several the one in force today, if any is.
        replaces: what it amended or repealed.
        instead: id of the text in force today that answers in its place; "" if none does.
        stated: an administrator said the state, which then holds on any day.
    """

    state: State = State.IN_FORCE
    begins: str = ""
    ends: str = ""
    after: State = State.IN_FORCE
    replaced_by: Named | None = None
    replaces: tuple[Named, ...] = ()
    instead: str = ""
    stated: bool = False

    def on(self, day: str) -> State:
        """How it stands on a day; what begins on an unknown day has always been in force."""
        if self.stated:
            return self.state
        if self.begins and day < self.begins:
            return State.NOT_YET
        return self.after if self.ends and day >= self.ends else State.IN_FORCE
