"""What is kept of one answer, and how it is made: from what passes on its way to the asker."""

import json
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, select

from chatbot.answer import Answer, Citation, Mode
from chatbot.question import MAX_QUESTION, Question
from chatbot.records.masking import masked
from chatbot.records.tables import ANSWERS, FEEDBACK, REVIEWS
from index.citation import label
from index.clause import Clause, PolicyHead
from index.edition import Revision

_TURNS = 10
"""Turns kept with a question: what it may lean on."""


class Via(StrEnum):
    """The way a question came in."""

    API = "api"
    OPENAI = "openai"
    MCP = "mcp"
    PAGE = "page"


class Ending(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    FAILED = "failed"  # by an error of ours
    LEFT = "left"  # by the asker, before the answer was whole


class Verdict(StrEnum):
    """Thumbs up or down."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as it was shown; it stays true when its policy is replaced or removed.

    Attributes:
        start: of the quotation in the clause's text, in characters.
    """

    index: int
    clause_id: str
    policy_id: str
    label: str
    quote: str
    start: int
    end: int

    @classmethod
    def of(cls, citation: Citation) -> "Source":
        """A citation of an answer."""
        quote = citation.quote
        return cls(
            citation.index,
            quote.clause.id,
            quote.policy.id,
            citation.label,
            quote.text,
            quote.span.start,
            quote.span.end,
        )


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thought of an answer.

    Attributes:
        verdict: "up" or "down".
        given: seconds since 1970.
    """

    verdict: Verdict
    reason: str | None
    comment: str | None
    given: float


@dataclass(frozen=True, slots=True)
class Right:
    """A clause that answers a question, as an administrator says.

    Attributes:
        file: that its policy was read from, relative to the folder as ingested.
        article: its compact path, 四、（六）14.
    """

    clause_id: str
    file: str
    article: str
    label: str

    @classmethod
    def of(cls, head: PolicyHead, clause: Clause) -> "Right":
        """A clause of a policy."""
        return cls(clause.id, head.source_file, clause.reference, label(head, clause))


@dataclass(frozen=True, slots=True)
class Review:
    """What an administrator found when looking at an answer.

    Attributes:
        clauses: that answer the question; none if the policies do not answer it.
        made: seconds since 1970.
    """

    clauses: tuple[Right, ...]
    note: str
    made: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer as it is kept; personal data in what people wrote is masked.

    Attributes:
        id: of the answer, as the asker was told it.
        at: seconds since 1970.
        turns: what the asker said before, in order; the last few.
        understood: the question with what the turns before say.
        answer: as far as it came.
        revision: of the library that was asked, 0 if unknown.
        snapshot: name of the index that belongs to it.
    """

    id: str
    at: float
    via: Via
    question: str
    turns: tuple[str, ...]
    understood: str
    status: Ending
    mode: Mode
    dropped: int
    answer: str
    citations: tuple[Source, ...]
    timings_ms: dict[str, float]
    revision: int
    snapshot: str
    feedback: Opinion | None = None
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what became of it, as it was: nothing is masked yet."""

    at: float
    via: Via
    question: Question
    published: Revision
    answer: Answer
    status: Ending

    def entry(self) -> Entry:
        """What is kept of it."""
        outcome, question = self.answer.outcome, masked(self.question.text)
        as_asked = outcome.understood == self.question.text
        said = [turn.content for turn in self.question.turns if turn.role == "user"]
        return Entry(
            id=self.answer.id,
            at=self.at,
            via=self.via,
            question=question,
            turns=tuple(masked(turn[:MAX_QUESTION]) for turn in said[-_TURNS:]),
            understood=question if as_asked else masked(outcome.understood),
            status=self.status,
            mode=outcome.mode,
            dropped=outcome.dropped,
            answer=masked(self.answer.text),
            citations=tuple(map(Source.of, self.answer.citations)),
            timings_ms=self.answer.timings_ms,
            revision=self.published.number,
            snapshot=self.published.snapshot,
        )


def values(entry: Entry) -> dict[str, Any]:
    """The columns of an entry, as the driver of a database takes them."""
    kept = dict(zip(_COLUMNS, _COLUMNS_OF(entry), strict=True))
    kept["turns"] = json.dumps(entry.turns)
    kept["citations"] = json.dumps([_fields(source) for source in entry.citations])
    kept["timings_ms"] = json.dumps(entry.timings_ms)
    return kept


def _fields(source: Source) -> dict[str, Any]:
    """Name → value; `asdict` would copy each of them, too."""
    return {name: getattr(source, name) for name in Source.__slots__}


_COLUMNS = tuple(ANSWERS.c.keys())
_COLUMNS_OF = attrgetter(*_COLUMNS)

ENTRIES = (
    select(ANSWERS, FEEDBACK, REVIEWS)
    .outerjoin_from(ANSWERS, FEEDBACK, FEEDBACK.c.answer_id == ANSWERS.c.id)
    .outerjoin(REVIEWS, REVIEWS.c.answer_id == ANSWERS.c.id)
)
"""The rows that entries are made of."""


def entry_of(row: Row[Any]) -> Entry:
    """The entry that `values` took apart, with its feedback and its review."""
    kept = dict(zip(_COLUMNS, _COLUMNS_OF(row), strict=True))
    kept |= {
        "via": Via(row.via),
        "turns": tuple(row.turns),
        "status": Ending(row.status),
        "mode": Mode(row.mode),
        "citations": tuple(Source(**source) for source in row.citations),
    }
    if row.verdict:
        kept["feedback"] = Opinion(Verdict(row.verdict), row.reason, row.comment, row.given)
    if row.made:
        clauses = tuple(Right(**right) for right in row.clauses)
        kept["review"] = Review(clauses, row.note, row.made)
    return Entry(**kept)
