"""Writing the next revision of an index into its collection, unseen until it is published.

Whoever wrote before and was killed left rows that no revision has: they go first. Keys begin with
the time, so that nobody else's are given again.
"""

import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from index.candidates import Entry, Standing
from index.embedders import Vectors
from index.errors import IndexDamaged
from index.milvus import postings
from index.milvus.server import BM25, CLAUSE, DENSE, EDITION, HELD, KEY, Row, Server, Sparse
from index.milvus.state import Edition, State

_READ = 1_000
"""Rows that are read, and policies that are named, at a time."""
_WRITTEN = 1_000
"""Rows that are written at a time."""
_SEGMENT = 1_000
"""Loose rows from which on the server makes a segment of them; it searches few well without."""


class MilvusBuilder:
    """Writes a revision, and its description into an empty folder; see `Backend.builder`.

    Args:
        begun: the revision to begin with.
        earlier: the folder that describes it; None if it has no rows yet.

    Raises:
        BackendUnavailable: here and by every method, if the server does not answer.
    """

    def __init__(
        self,
        server: Server,
        folder: Path,
        begun: State,
        earlier: Path | None = None,
        gone: Collection[str] = (),
    ) -> None:
        self._server, self._folder, self._state = server, folder, begun
        self._counted = postings.counted(earlier) if earlier else Counter[int]()
        if earlier:
            self._sweep()
        self._leave_out(gone)
        self._rows: list[Row] = []
        self._next = max(begun.end, time.time_ns())

    def __len__(self) -> int:
        return len(self._state)

    def add(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        """Add a batch; the entries of one policy follow each other."""
        for entry, vector in zip(entries, vectors, strict=True):
            tokens = postings.held(entry.tokens)
            self._counted.update(tokens.keys())
            edition = self._grown(entry.policy_id)
            self._state.standings[entry.policy_id] = entry.standing
            self._rows.append(
                {
                    KEY: self._next,
                    EDITION: edition.key,
                    CLAUSE: entry.clause_id,
                    DENSE: vector,
                    BM25: postings.bm25(entry.tokens),
                    HELD: tokens,
                }
            )
            self._next += 1
        while len(self._rows) >= _WRITTEN:
            self._put()

    def rate(self, standings: Mapping[str, Standing]) -> None:
        """Set what is known of policies."""
        self._state.standings.update(standings)

    def finish(self) -> None:
        """See that every row is there, and write what describes them.

        Raises:
            IndexDamaged: if others changed the collection meanwhile.
        """
        state, collection = self._state, self._state.collection
        state.end = self._next
        while self._rows:
            self._put()
        if state.loose >= _SEGMENT:
            self._server.flush(collection)
            state.loose = 0
        there = self._server.count(collection)
        if there != (meant := len(state) + sum(count for _, count in state.gone + state.long_gone)):
            raise IndexDamaged(
                f"Milvus 集合 {collection} 中有 {there} 条，应有 {meant} 条。",
                kept="已发布的政策和索引没有改动。",
                hint="请运行 chatbot ingest --rebuild 在新的集合中重建索引。",
            )
        postings.write(self._folder, self._counted)
        state.write(self._folder)

    def _put(self) -> None:
        """Write the first of the rows that wait."""
        first, self._rows = self._rows[:_WRITTEN], self._rows[_WRITTEN:]
        self._server.put(self._state.collection, first)
        self._state.loose += len(first)

    def _sweep(self) -> None:
        """Delete the rows that no reader sees: of nobody's revision, or long gone."""
        state = self._state
        self._server.delete(state.collection, f"{KEY} >= {state.end}")
        for start in range(0, len(state.long_gone), _READ):
            keys = [edition.key for edition in state.long_gone[start : start + _READ]]
            self._server.delete(state.collection, f"{EDITION} in {keys}")

    def _leave_out(self, gone: Collection[str]) -> None:
        state = self._state
        state.long_gone = state.gone
        state.gone = [state.policies.pop(each) for each in gone if each in state.policies]
        for each in gone:
            state.standings.pop(each, None)
        for tokens in self._tokens(state.gone):
            self._counted.subtract(tokens.keys())

    def _tokens(self, editions: Sequence[Edition]) -> Iterator[Sparse]:
        for key, count in editions:
            for start in range(key, key + count, _READ):
                end = min(start + _READ, key + count)
                which = f"{KEY} >= {start} and {KEY} < {end}"
                yield from self._server.read(self._state.collection, which, HELD).values()

    def _grown(self, policy_id: str) -> Edition:
        """The edition of a policy, with one more row."""
        key, count = self._state.policies.get(policy_id, (self._next, 0))
        grown = Edition(key, count + 1)
        self._state.policies[policy_id] = grown
        return grown
