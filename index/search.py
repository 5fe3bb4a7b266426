"""Query → candidates → ranked → hits."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import islice, takewhile
from threading import Lock
from typing import Protocol

import numpy as np

from index import ranking
from index.candidates import Candidate, CandidateIndex, Candidates, Wanted
from index.clause import Hit
from index.distinct import distinct
from index.edition import Edition, Policies, Revision
from index.embedders import Embedder, query_or_nothing
from index.errors import IndexMissing
from index.filters import Filters
from index.library import Library
from index.query import Query, read
from index.query.lexicon import Lexicon
from index.ranking import Ranker, relevance
from index.recent import Recent
from index.rerankers import RERANKED, Reranker, rerank
from index.tokens import cut

POOL = 300
"""Candidates taken from full text and from vectors each."""
_SPARE = 20
"""Hits looked at beyond those asked for, as versions and copies of others are left out."""
_READ = 512
"""Texts of which it is remembered how they are searched; one question reads its own again."""


class Search(Protocol):
    """Where clauses are searched: a reading, or the searcher, which may be newer at each call."""

    @property
    def library(self) -> Policies:
        """The policies that are searched."""

    def search(self, text: str, k: int = 10, filters: Filters = Filters()) -> list[Hit]:
        """The k best clauses, best first; none for a text without a single token.

        Of versions and copies of one article the best alone is among them.
        Texts that others in force have replaced are left out, unless the filters ask for them.
        Index and library are of one revision, whatever is published meanwhile. If the embedder
        fails, full text alone finds the hits, and they say so.
        """

    def read(self, text: str) -> Query:
        """How a text is searched: what is corrected, left out and added."""


class Searcher:
    """Finds the unit clauses that a text is about.

    Args:
        library: holds the clauses, and the name of the snapshot that belongs to them.
        open_index: name of a snapshot → its candidate index; called once a snapshot.
        embedder: built the index.
        lexicon: synonyms.
        reranker: reads the best hits again, if there is one.
        made: name of a snapshot → when it was made.
    """

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        open_index: Callable[[str], CandidateIndex],
        lexicon: Lexicon,
        reranker: Reranker | None = None,
        made: Callable[[str], datetime | None] = lambda _name: None,
    ) -> None:
        self.library = library
        self.embedder = embedder
        self._made = made
        self._means = _Means(embedder, ranking.of(embedder), reranker)
        # The one before stays open for the searches that are still in it.
        self._open = lru_cache(maxsize=2)(lambda name: _Opened(open_index(name), lexicon))
        self._opening = Lock()

    @contextmanager
    def reading(self) -> Iterator["Reading"]:
        """The newest revision, to search and to read any number of times; see `Library.edition`."""
        with self.library.edition() as edition:
            yield Reading(edition, self._opened, self._means)

    def search(self, text: str, k: int = 10, filters: Filters = Filters()) -> list[Hit]:
        """See `Search`."""
        with self.reading() as reading:
            return reading.search(text, k, filters)

    def read(self, text: str) -> Query:
        """See `Search`."""
        with self.reading() as reading:
            return reading.read(text)

    def indexed(self) -> datetime | None:
        """When the published index was made; None if that is unknown."""
        return self._made(self.published().snapshot)

    def published(self) -> Revision:
        """The revision that is searched now."""
        return self.library.revision()

    def warm(self) -> None:
        """Open the published index now, so that what is wrong with it shows.

        Raises:
            IndexUnavailable: if there is none, or it cannot be used.
        """
        self._opened(self.published().snapshot)

    def close(self) -> None:
        """Let go of the index and the database."""
        self._open.cache_clear()
        self.library.close()

    def _opened(self, snapshot: str) -> "_Opened":
        if not snapshot:
            raise IndexMissing("还没有导入任何政策。", hint="请先运行 chatbot ingest 政策文件夹")
        with self._opening:
            return self._open(snapshot)


@dataclass(frozen=True, slots=True)
class _Means:
    """What every search is made with."""

    embedder: Embedder
    ranker: Ranker
    reranker: Reranker | None


class _Opened:
    """An index, and how texts are searched in it."""

    def __init__(self, index: CandidateIndex, lexicon: Lexicon) -> None:
        self.index = index
        self._lexicon = lexicon
        self._kept: Recent[str, Query] = Recent(_READ)

    def read(self, text: str) -> Query:
        """See `Search`."""
        if kept := self._kept.get(text):
            return kept
        query = read(text, self._lexicon, self.index.frequency)
        # What needed no correction is read the same when it is searched as it was read.
        self._kept.keep({text: query} if query.corrections else {text: query, query.asked: query})
        return query


class Reading:
    """One revision of the library with the index that belongs to it; made by a `Searcher`."""

    def __init__(self, library: Edition, opened: Callable[[str], _Opened], means: _Means) -> None:
        self.library = library
        self._opened = opened
        self._means = means

    def read(self, text: str) -> Query:
        """See `Search`.

        Raises:
            IndexUnavailable: if there is no index, or it cannot be used.
        """
        return self._opened(self.library.revision.snapshot).read(text)

    def search(self, text: str, k: int = 10, filters: Filters = Filters()) -> list[Hit]:
        """See `Search`.

        Raises:
            IndexUnavailable: if there is no index, or it cannot be used.
        """
        if not cut(text):
            return []
        among = self.library.scope.ids(filters)
        if among == ():
            return []
        reranker = self._means.reranker
        wanted = max(k, RERANKED) if reranker else k
        query = self.read(text)
        vector = query_or_nothing(self._means.embedder, query.text)
        sought = Wanted(cut(query.text), vector, query.related_tokens)
        index = self._opened(self.library.revision.snapshot).index
        found = index.find(sought, max(POOL, wanted + _SPARE), Filters(among or ()))
        best = self._best(found, wanted + _SPARE, self.library.scope.out(filters))
        hits = list(islice(distinct(self._hits(best, wanted)), wanted))
        if reranker:
            hits = rerank(text, hits, reranker)[:k]
        return hits if vector.size else [replace(hit, text_only=True) for hit in hits]

    def _best(
        self, found: Candidates, most: int, out: Collection[str]
    ) -> list[tuple[float, Candidate]]:
        """The likeliest candidates with their odds, best first, none of the policies `out`."""
        odds = self._means.ranker.odds(found)
        order = np.argsort(-odds, kind="stable")
        ranked = zip((-odds[order]).tolist(), found.clause_ids[order], order.tolist(), strict=True)
        kept = (each for each in ranked if each[1].partition(".")[0] not in out)
        best = list(islice(kept, most))
        # Among equals, as copies of one article are, the ids decide, of who is left out too.
        last = {odds for odds, _, _ in best[-1:]}
        best += takewhile(lambda each: each[0] in last, kept)
        places = [at for _, _, at in sorted(best)[:most]]
        return list(zip(odds[places].tolist(), found.at(places), strict=True))

    def _hits(self, best: Sequence[tuple[float, Candidate]], at_once: int) -> Iterator[Hit]:
        """The candidates as hits; so many clauses are read at once, the rest if they are needed."""
        for start in range(0, len(best), at_once):
            some = best[start : start + at_once]
            clauses = self.library.clauses([candidate.clause_id for _, candidate in some])
            by_id = {clause.id: clause for clause in clauses}
            for odds, c in some:
                if clause := by_id.get(c.clause_id):
                    head = self.library.head(clause.policy_id)
                    yield Hit(clause, head, relevance(odds), c.coverage, c.cosine)
