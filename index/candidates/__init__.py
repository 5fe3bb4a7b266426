"""Where candidates come from: the seam for an engine that holds both full text and vectors.

The seam lies here and not at the vector store: Milvus and PostgreSQL bring their own full
text, and whatever ranks above needs the same views of every candidate.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Candidates in no order, a column a view: of hundreds that are ranked, few are looked at.

    Attributes:
        clause_ids: str objects [n].
        coverage: float64 [n], see `Candidate`; so are the others.
        cosine: float64 [n].
        cited: float64 [n].
        regional: bool [n].
    """

    clause_ids: NDArray[np.object_]
    coverage: NDArray[np.float64]
    cosine: NDArray[np.float64]
    cited: NDArray[np.float64]
    regional: NDArray[np.bool_]

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> "Candidates":
        """What was found one by one."""
        standings = [each.standing for each in candidates]
        return cls(
            np.array([each.clause_id for each in candidates], dtype=object),
            np.array([each.coverage for each in candidates], dtype=np.float64),
            np.array([each.cosine for each in candidates], dtype=np.float64),
            np.array([each.cited for each in standings], dtype=np.float64),
            np.array([each.regional for each in standings], dtype=bool),
        )

    def __len__(self) -> int:
        return len(self.clause_ids)

    def __iter__(self) -> Iterator[Candidate]:
        standings = map(Standing, self.cited.tolist(), self.regional.tolist())
        return map(
            Candidate,
            self.clause_ids.tolist(),
            self.coverage.tolist(),
            self.cosine.tolist(),
            standings,
        )

    def at(self, places: Sequence[int] | NDArray[np.int64]) -> "Candidates":
        """Those in these places, in their order."""
        at = np.asarray(places, dtype=np.int64)
        return Candidates(
            self.clause_ids[at],
            self.coverage[at],
            self.cosine[at],
            self.cited[at],
            self.regional[at],
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What candidates are to hold, or to be near.

    Attributes:
        vector: float32 [dim]; empty or zero leaves it to full text.
        related: tokens that count `RELATED` as much, and are not missed where they are absent; with
            each, the tokens of every wording that it stands for.
    """

    tokens: Sequence[str]
    vector: Vectors
    related: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)

    @property
    def has_vector(self) -> bool:
        """Whether vectors find candidates too."""
        return bool(self.vector.any())

    def beside(
        self, related: Mapping[str, float], weights: Mapping[str, float]
    ) -> dict[str, float]:
        """What related tokens that were not typed weigh: no more than what they stand for.

        In a library of one policy, of whose title each clause holds every word, they would
        outweigh all that was typed. Where clauses do not hold that, there is no bound.

        Args:
            related: tokens with their inverse document frequencies.
            weights: the same of what was typed.
        """
        return {
            token: min(weight, self._bound(token, weights))
            for token, weight in related.items()
            if token not in weights
        }

    def _bound(self, token: str, weights: Mapping[str, float]) -> float:
        held = ([weights.get(each, math.inf) for each in typed] for typed in self.related[token])
        return max(max(each, default=math.inf) for each in held)


class CandidateIndex(Protocol):
    """A searchable set of entries."""

    def find(self, wanted: Wanted, k: int, filters: Filters) -> Candidates:
        """The union of the k best by full text and the k best by vector."""

    def frequency(self, token: str) -> int:
        """How many entries hold a token, about."""


class CandidateBuilder(Protocol):
    """Writes a candidate index, batch by batch; its length is the number of entries it holds."""

    def __len__(self) -> int: ...

    def add(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Add a batch, those of one policy together; `vectors` is float32 [len(entries), dim]."""

    def rate(self, standings: Mapping[str, Standing]) -> None:
        """Set what is known of policies, which changes as others come and go."""

    def finish(self) -> None:
        """Write everything that the index needs."""


class Backend(Protocol):
    """What holds the candidate indexes of a library: files, or a server.

    Either way each index has a folder, which says all there is to know of it.

    Attributes:
        name: goes into the manifest.
    """

    name: str

    def open(self, folder: Path) -> CandidateIndex:
        """The index in a folder.

        Raises:
            IndexDamaged: if a part is missing or unreadable.
        """

    def builder(
        self, folder: Path, dim: int, earlier: Path | None = None, gone: Collection[str] = ()
    ) -> CandidateBuilder:
        """What writes an index into an empty folder.

        Args:
            folder: what is written describes itself there.
            dim: dimensions of the vectors.
            earlier: folder of an index to begin with; whoever reads that sees no change.
            gone: the policies of the earlier index that are left out.
        """

    def worth_beginning_with(self, earlier: Path, gone: Collection[str]) -> bool:
        """Whether an index without the policies `gone` had better begin with an earlier one."""

    def tidy(self, kept: Sequence[Path]) -> None:
        """Let go of what no index in these folders needs; the last of them is the published."""
