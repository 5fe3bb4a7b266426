"""Where candidates come from: the seam for an engine that holds both full text and vectors.

The seam lies here and not at the vector store: Milvus and PostgreSQL bring their own full
text, and whatever ranks above needs the same views of every candidate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from index.embedders import Vectors
from index.filters import Filters

RELATED = 0.5
"""What a synonym's token counts, beside one that was typed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a policy before any question is asked.

    Attributes:
        cited: its prominence, see `index.prominence`.
        regional: whether it holds for a part of the country alone, see `index.region`.
    """

    cited: float = 0.0
    regional: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of one unit clause.

    Attributes:
        tokens: of its text in its context, see `index.context`.
        standing: of its policy.
    """

    clause_id: str
    policy_id: str
    tokens: Sequence[str]
    standing: Standing = Standing()


class Candidate(NamedTuple):
    """A clause that may be relevant, seen in every way however it was found.

    Attributes:
        coverage: share of the query that it holds, in [0, 1], see `index.coverage`.
        cosine: of its vector and the query's, in [-1, 1].
        standing: of its policy.
    """

    clause_id: str
    coverage: float
    cosine: float
    standing: Standing


@dataclass(frozen=True, slots=True)
class Wanted:
    """What candidates are to hold, or to be near.

    Attributes:
        vector: float32 [dim]; empty or zero leaves it to full text.
        related: tokens that count `RELATED` as much, and are not missed where they are absent.
    """

    tokens: Sequence[str]
    vector: Vectors
    related: Sequence[str] = ()


class CandidateIndex(Protocol):
    """A searchable set of entries."""

    def find(self, wanted: Wanted, k: int, filters: Filters) -> list[Candidate]:
        """The union of the k best by full text and the k best by vector."""

    def frequency(self, token: str) -> int:
        """How many entries hold a token, about."""


class CandidateBuilder(Protocol):
    """Writes a candidate index, batch by batch."""

    def add(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Add a batch; `vectors` is float32 [len(entries), dim]."""

    def finish(self) -> None:
        """Write everything that the index needs."""
