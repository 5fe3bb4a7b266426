"""Candidates from files on this machine: tantivy for full text, FAISS for vectors."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from index.candidates import Candidate, Entry, Standing
from index.clause import Filters
from index.coverage import Coverage, CoverageBuilder
from index.dense import Dense, DenseBuilder, Rows
from index.embedders import Vectors
from index.errors import IndexDamaged
from index.lexical import Lexical, LexicalBuilder
from index.tokens import cut

_ENTRIES, _LEXICAL, _COVERAGE, _DENSE = "entries.json", "lexical", "coverage", "dense.faiss"


class LocalBuilder:
    """Writes a candidate index into an empty folder."""

    def __init__(self, folder: Path, dim: int) -> None:
        self._folder = folder
        self._lexical = LexicalBuilder(folder / _LEXICAL)
        self._coverage = CoverageBuilder(folder / _COVERAGE)
        self._dense = DenseBuilder(dim)
        self._clause_ids: list[str] = []
        self._policies: dict[str, list[int]] = {}
        self._standings: dict[str, tuple[float, bool]] = {}

    def add(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Add a batch; the entries of one policy follow each other."""
        self._dense.add(vectors)
        for entry in entries:
            row = len(self._clause_ids)
            self._clause_ids.append(entry.clause_id)
            self._policies.setdefault(entry.policy_id, [row, row])[1] = row + 1
            standing = entry.standing
            self._standings[entry.policy_id] = (standing.cited, standing.regional)
            tokens = cut(entry.text)
            self._lexical.add(row, entry.policy_id, tokens)
            self._coverage.add(tokens)

    def finish(self) -> None:
        """Write everything that `LocalIndex` reads."""
        self._lexical.finish()
        self._coverage.finish()
        self._dense.finish(self._folder / _DENSE)
        listed = {
            "clauses": self._clause_ids,
            "policies": self._policies,
            "standings": self._standings,
        }
        (self._folder / _ENTRIES).write_text(json.dumps(listed), encoding="utf-8")


def replace_vectors(folder: Path, dim: int, parts: Iterable[Vectors]) -> None:
    """Give an index other vectors, those of its entries in their order, in parts."""
    builder = DenseBuilder(dim)
    for vectors in parts:
        builder.add(vectors)
    builder.finish(folder / _DENSE)


class LocalIndex:
    """The candidate index in a folder.

    Raises:
        IndexDamaged: if a part is missing or unreadable.
    """

    def __init__(self, folder: Path) -> None:
        try:
            listed = json.loads((folder / _ENTRIES).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                f"{folder / _ENTRIES}：无法读取", hint="请运行 chatbot ingest --rebuild 重建索引。"
            ) from error
        self._clause_ids: list[str] = listed["clauses"]
        self._policies: dict[str, tuple[int, int]] = listed["policies"]
        self._standings = {key: Standing(*told) for key, told in listed["standings"].items()}
        self._lexical = Lexical(folder / _LEXICAL)
        self._coverage = Coverage(folder / _COVERAGE)
        self._dense = Dense(folder / _DENSE)

    def find(
        self, tokens: Sequence[str], vector: Vectors, k: int, filters: Filters
    ) -> list[Candidate]:
        """The union of the k best by full text and the k best by vector."""
        weights = self._lexical.weights(tokens)
        found = self._lexical.find(weights, k, filters.policy_ids) if weights else []
        among = self._rows(filters.policy_ids) if filters.policy_ids else None
        cosines = dict(self._dense.find(vector, k, among)) if vector.any() else {}
        unseen = [row for row in found if row not in cosines]
        cosines.update(zip(unseen, map(float, self._dense.scores(vector, unseen)), strict=True))
        coverages = self._coverage.of(weights, list(cosines))
        return [
            self._candidate(row, float(coverage), cosine)
            for (row, cosine), coverage in zip(cosines.items(), coverages, strict=True)
        ]

    def _candidate(self, row: int, coverage: float, cosine: float) -> Candidate:
        clause_id = self._clause_ids[row]
        standing = self._standings[clause_id.partition(".")[0]]
        return Candidate(clause_id, coverage, cosine, standing)

    def _rows(self, policy_ids: Sequence[str]) -> Rows:
        known = [self._policies[key] for key in policy_ids if key in self._policies]
        ranges = [np.arange(start, end, dtype=np.int64) for start, end in known]
        return np.concatenate(ranges) if ranges else np.zeros(0, dtype=np.int64)
