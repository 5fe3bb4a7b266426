"""Where candidates come from: the seam for an engine that holds both full text and vectors.

The seam lies here and not at the vector store: Milvus and PostgreSQL bring their own full
text, and whatever ranks above needs both scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.clause import Filters
from index.embedders import Vectors


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of one unit clause; the tokens include those of its context.

    Attributes:
        cited: prominence of its policy, see `index.prominence`.
    """

    clause_id: str
    policy_id: str
    tokens: Sequence[str]
    cited: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may be relevant, with both scores however it was found; higher is better.

    Attributes:
        lexical: BM25 as a share of what could be attained, in [0, 1].
        dense: cosine in [-1, 1].
        cited: prominence of the clause's policy, >= 0.
    """

    clause_id: str
    lexical: float
    dense: float
    cited: float


class CandidateIndex(Protocol):
    """A searchable set of entries."""

    def find(
        self, tokens: Sequence[str], vector: Vectors, k: int, filters: Filters
    ) -> list[Candidate]:
        """The union of the k best by full text and the k best by vector.

        A vector that is empty or zero leaves it to full text.
        """


class CandidateBuilder(Protocol):
    """Writes a candidate index, batch by batch."""

    def add(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Add a batch; `vectors` is float32 [len(entries), dim]."""

    def finish(self) -> None:
        """Write everything that the index needs."""
