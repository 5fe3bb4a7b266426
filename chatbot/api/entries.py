"""Recorded answers as they cross the wire, and which of them are wanted."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chatbot.api.feedback import Legible
from chatbot.api.filters import RequestIn
from chatbot.api.wire import ClauseId
from chatbot.records.audit import Page, Sought
from chatbot.records.entry import Ending, Entry, Opinion, Review, Right, Source, Verdict, Via

MAX_ENTRIES = 200
"""Answers of one page."""
_FIRST, _LAST = date(2000, 1, 1), date(2999, 12, 31)
_MAX_RIGHT = 20
"""Clauses that answer one question."""

Status = Literal["answered", "not_found", "refused", "failed", "left"]
Way = Literal["api", "openai", "mcp", "page"]
Thumb = Literal["up", "down"]
Day = Annotated[date, Field(ge=_FIRST, le=_LAST)]
Words = Annotated[Legible, StringConstraints(max_length=100)]


class SoughtIn(BaseModel):
    """Which answers are wanted."""

    model_config = ConfigDict(extra="forbid")

    words: Words = Field(default="", description="问题、回答或评价中的词，以空格分开，须全部出现")
    status: Status | None = Field(
        default=None,
        description="结果：已回答、没有依据、不在服务范围、出错、提问者中途离开",
    )
    via: Way | None = Field(default=None, description="途径")
    verdict: Thumb | None = Field(default=None, description="评价：有用、没用")
    reviewed: bool | None = Field(default=None, description="是否已经复核")
    since: Day | None = Field(default=None, description="起始日期（含），按服务器的时区")
    until: Day | None = Field(default=None, description="截止日期（含），按服务器的时区")

    def value(self) -> Sought:
        """In the core's terms."""
        return Sought(
            words=self.words,
            status=Ending(self.status) if self.status else None,
            via=Via(self.via) if self.via else None,
            verdict=Verdict(self.verdict) if self.verdict else None,
            reviewed=self.reviewed,
            since=_midnight(self.since) if self.since else None,
            until=_midnight(self.until + timedelta(1)) if self.until else None,
        )


class PageIn(SoughtIn):
    """Which answers are wanted, a page at a time."""

    limit: int = Field(default=50, ge=1, le=MAX_ENTRIES, description="最多返回几条")
    offset: int = Field(default=0, ge=0, le=10**9, description="跳过前几条")


class ExportOfIn(SoughtIn):
    """Which answers are wanted as a file."""

    format: Literal["jsonl", "csv"] = Field(default="jsonl", description="文件格式")


class SourceOut(BaseModel):
    """A citation as it was shown."""

    index: int
    clause_id: str
    policy_id: str
    label: str
    quote: str
    start: int = Field(description="引文在条款中的起点，按字符计")
    end: int

    @classmethod
    def of(cls, source: Source) -> "SourceOut":
        """A citation for the wire."""
        return cls(**{name: getattr(source, name) for name in cls.model_fields})


class OpinionOut(BaseModel):
    """What somebody thought of an answer."""

    verdict: Thumb
    reason: str | None
    comment: str | None
    given: datetime

    @classmethod
    def of(cls, opinion: Opinion) -> "OpinionOut":
        """An opinion for the wire."""
        return cls(
            verdict=opinion.verdict.value,
            reason=opinion.reason,
            comment=opinion.comment,
            given=_moment(opinion.given),
        )


class RightOut(BaseModel):
    """A clause that answers the question."""

    clause_id: str
    label: str

    @classmethod
    def of(cls, right: Right) -> "RightOut":
        """A clause for the wire."""
        return cls(clause_id=right.clause_id, label=right.label)


class ReviewOut(BaseModel):
    """What an administrator said of an answer."""

    clauses: list[RightOut] = Field(description="能回答问题的条款；空表示政策没有规定")
    note: str
    made: datetime

    @classmethod
    def of(cls, review: Review) -> "ReviewOut":
        """A review for the wire."""
        clauses = [RightOut.of(right) for right in review.clauses]
        return cls(clauses=clauses, note=review.note, made=_moment(review.made))


class EntryOut(BaseModel):
    """One recorded answer; personal data in what people wrote are masked."""

    id: str
    at: datetime
    via: Way
    question: str
    turns: list[str] = Field(description="提问者此前的问题，由早到晚")
    understood: str
    status: Status
    mode: Literal["extractive", "generative"]
    dropped: int
    answer: str = Field(description="中途出错或离开时，为已经给出的部分")
    citations: list[SourceOut]
    timings_ms: dict[str, float]
    revision: int = Field(description="提问时政策库的版本；0 为未知")
    snapshot: str = Field(description="该版本的索引")
    feedback: OpinionOut | None
    review: ReviewOut | None

    @classmethod
    def of(cls, entry: Entry) -> "EntryOut":
        """A recorded answer for the wire."""
        return cls(
            id=entry.id,
            at=_moment(entry.at),
            via=entry.via.value,
            question=entry.question,
            turns=list(entry.turns),
            understood=entry.understood,
            status=entry.status.value,
            mode=entry.mode.value,
            dropped=entry.dropped,
            answer=entry.answer,
            citations=[SourceOut.of(source) for source in entry.citations],
            timings_ms=entry.timings_ms,
            revision=entry.revision,
            snapshot=entry.snapshot,
            feedback=OpinionOut.of(entry.feedback) if entry.feedback else None,
            review=ReviewOut.of(entry.review) if entry.review else None,
        )


class EntriesOut(BaseModel):
    """A page of recorded answers, the newest first."""

    total: int
    entries: list[EntryOut]

    @classmethod
    def of(cls, page: Page) -> "EntriesOut":
        """A page for the wire."""
        return cls(total=page.total, entries=[EntryOut.of(entry) for entry in page.entries])


class ReviewIn(RequestIn):
    """What an administrator says of an answer."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"clause_ids": [], "note": "未规定"}]}
    )

    clause_ids: list[ClauseId] = Field(
        max_length=_MAX_RIGHT, description="能回答问题的条款；空表示政策没有规定"
    )
    note: Legible = Field(default="", max_length=500, description="备注")


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _midnight(day: date) -> float:
    """When a day begins here, seconds since 1970."""
    return datetime(day.year, day.month, day.day).astimezone().timestamp()
