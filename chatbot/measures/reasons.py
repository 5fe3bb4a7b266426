"""What speaks for a measure, against it, and what is not known of it."""

from enum import StrEnum
from typing import NamedTuple

from chatbot.measures.audience import Audience, Verdict
from index.clause import Span


class About(StrEnum):
    """What a reason is about."""

    AUDIENCE = "适用对象"
    CONTENT = "内容"
    FIELD = "领域"
    NEED = "需求"
    STAGE = "阶段"
    REGION = "地区"
    CONDITION = "条件"


class Reason(NamedTuple):
    """One condition, and whether it is met.

    Attributes:
        name: what the condition is, for a reader: 中小企业.
        span: the measure's words for it, in its clause's text; None where the measure has none.
        said: the profile's words for it; "" where it has none.
        audience: whom the measure means, where that is known and the reason is about it.
    """

    about: About
    verdict: Verdict
    name: str
    span: Span | None = None
    said: str = ""
    audience: Audience | None = None

    @property
    def telling(self) -> bool:
        """Whether it says something that this is met: not where every enterprise is meant."""
        return self.audience is None or not self.audience.general


class Case(NamedTuple):
    """What a profile says to each condition of a measure, and to what it is about.

    Attributes:
        audience: best first, at least one.
        content: met, if there is one; so are `needs` and `stage`.
        field: on the one that fits best.
    """

    audience: tuple[Reason, ...]
    content: Reason | None = None
    field: Reason | None = None
    needs: tuple[Reason, ...] = ()
    stage: Reason | None = None
    region: Reason | None = None
    conditions: tuple[Reason, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All of them, in this order."""
        about = (self.content, self.field, *self.needs, self.stage, self.region)
        return (*self.audience, *(each for each in about if each), *self.conditions)

    @property
    def close(self) -> bool:
        """Whether the measure names what the organisation makes, or may mean it."""
        field = self.field
        may_mean = field and field.said and field.verdict is not Verdict.NOT_MET
        return bool(self.content or may_mean)

    @property
    def qualified(self) -> bool:
        """Whether it is meant for the organisation, and not for every enterprise."""
        return any(_is(each, Verdict.MET) and each.telling for each in self.audience)

    @property
    def telling(self) -> bool:
        """Whether more speaks for it than that it is for every enterprise."""
        return self._touched or self.qualified

    @property
    def applies(self) -> bool:
        """Whether it may be offered: something speaks for it, and nothing excludes it."""
        if _is(self.audience[0], Verdict.NOT_MET) or _is(self.region, Verdict.NOT_MET):
            return False
        elsewhere = _is(self.field, Verdict.NOT_MET) and not self.close
        return not elsewhere and (_is(self.audience[0], Verdict.MET) or self._touched)

    @property
    def _touched(self) -> bool:
        """Whether anything but its audience speaks for it."""
        met = self.close or self.needs or self.stage or _is(self.region, Verdict.MET)
        return bool(met) or any(_is(each, Verdict.MET) for each in self.conditions)


def _is(reason: Reason | None, verdict: Verdict) -> bool:
    return reason is not None and reason.verdict is verdict
