"""What comes out: quotations, citations, answers, and the events an answer is made of."""

from dataclasses import dataclass, field
from enum import StrEnum

from index.citation import label
from index.clause import Clause, PolicyHead, Span


class Status(StrEnum):
    """How the question was met."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    REFUSED = "refused"


class Mode(StrEnum):
    """Who composed the sentences of an answer."""

    EXTRACTIVE = "extractive"
    GENERATIVE = "generative"


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim piece of a clause: it holds no text of its own, its text is the slice.

    Attributes:
        span: place in `clause.text`.
    """

    policy: PolicyHead
    clause: Clause
    span: Span

    @property
    def text(self) -> str:
        """The quoted words."""
        return self.span.of(self.clause.text)


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quotation, as [1] in the answer."""

    index: int
    quote: Quote

    @property
    def label(self) -> str:
        """《…》（工信部联科〔2024〕12号）四、（六）14."""
        return label(self.quote.policy, self.quote.clause)


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of the answer's Markdown, ready to be shown; checked before it is emitted."""

    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation, emitted before the delta that holds its mark."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Done:
    """The end of an answer.

    Attributes:
        dropped: how many sentences were left out because nothing supported them.
        timings_ms: stage → milliseconds.
    """

    id: str
    status: Status
    mode: Mode
    dropped: int = 0
    timings_ms: dict[str, float] = field(default_factory=dict)


Event = Delta | Cited | Done


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: the fold over its events."""

    id: str
    status: Status
    text: str
    citations: tuple[Citation, ...]
    mode: Mode
    dropped: int
    timings_ms: dict[str, float]
