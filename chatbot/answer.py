"""What comes out: quotations, citations, answers, and the events an answer is made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from index.citation import label
from index.clause import Clause, PolicyHead, Span
from index.edition import Revision


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
class Statement:
    """A piece of an answer before it is checked and numbered.

    Attributes:
        text: Markdown without citation marks; they are put at the end of its last line.
        quotes: what the text rests on.
        tail: Markdown after the marks, such as the end of a table's row.
    """

    text: str
    quotes: tuple[Quote, ...] = ()
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last word of whoever composes an answer: what became of the question.

    Attributes:
        dropped: how many sentences were left out because nothing supported them.
        further: what is related, but not needed for the answer; best first.
        suggestions: questions that the user may choose to ask next.
        understood: the question as it was understood, with what the turns before say.
        gave_way: why a language model was asked and the clauses' own words are shown: `failed`, or
            `unsupported`, nothing that it wrote held.
    """

    status: Status
    mode: Mode = Mode.EXTRACTIVE
    dropped: int = 0
    further: tuple[Quote, ...] = ()
    suggestions: tuple[str, ...] = ()
    understood: str = ""
    gave_way: Literal["", "failed", "unsupported"] = ""


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
        timings_ms: stage → milliseconds.
        revision: of the library that the answer was read from.
    """

    id: str
    outcome: Outcome
    timings_ms: dict[str, float] = field(default_factory=dict)
    revision: Revision | None = None


Event = Delta | Cited | Done


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: the fold over its events."""

    id: str
    text: str
    citations: tuple[Citation, ...]
    outcome: Outcome
    timings_ms: dict[str, float]
    revision: Revision | None = None

    @property
    def status(self) -> Status:
        """How the question was met."""
        return self.outcome.status


def fold(events: Iterable[Event]) -> Answer:
    """Put the events of one answer together; stream and plain call cannot differ.

    Raises:
        ValueError: if the events do not end with `Done`.
    """
    text: list[str] = []
    citations: list[Citation] = []
    for event in events:
        match event:
            case Delta():
                text.append(event.text)
            case Cited():
                citations.append(event.citation)
            case Done():
                return Answer(
                    id=event.id,
                    text="".join(text).strip(),
                    citations=tuple(citations),
                    outcome=event.outcome,
                    timings_ms=event.timings_ms,
                    revision=event.revision,
                )
    raise ValueError("the events ended without Done")
