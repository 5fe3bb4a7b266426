"""Query → candidates → ranked → hits."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import islice
from threading import Lock

from sqlalchemy import Connection

from index import ranking
from index.candidates import Candidate, CandidateIndex, Wanted
from index.clause import Hit
from index.distinct import distinct
from index.embedders import Embedder, query_or_nothing
from index.errors import IndexMissing
from index.filters import Filters
from index.library import Library, Revision
from index.query import Query, read
from index.query.lexicon import Lexicon
from index.rerankers import RERANKED, Reranker, rerank
from index.tokens import cut

POOL = 300
"""Candidates taken from full text and from vectors each."""
_SPARE = 20
"""Hits looked at beyond those asked for, as versions and copies of others are left out."""


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
        self._lexicon = lexicon
        self._ranker = ranking.of(embedder)
        self._reranker = reranker
        self._made = made
        # The one before stays open for the searches that are still in it.
        self._open_index = lru_cache(maxsize=2)(open_index)
        self._opening = Lock()

    def search(self, text: str, k: int = 10, filters: Filters = Filters()) -> list[Hit]:
        """The k best clauses, best first; none for a text without a single token.

        Of versions and copies of one article the best alone is among them.
        Texts that others in force have replaced are left out, unless the filters ask for them.
        Index and library are of one revision, whatever is published meanwhile. If the embedder
        fails, full text alone finds the hits, and they say so.
        """
        if not cut(text):
            return []
        wanted = max(k, RERANKED) if self._reranker else k
        with self.library.reading() as connection:
            scope = self.library.scope_on(connection)
            among = scope.ids(filters)
            if among == ():
                return []
            index = self._current_index(connection)
            query = read(text, self._lexicon, index.frequency)
            vector = query_or_nothing(self.embedder, query.text)
            related = [token for term in query.related for token in cut(term)]
            sought = Wanted(cut(query.text), vector, related)
            found = index.find(sought, max(POOL, wanted + _SPARE), Filters(among or ()))
            found = _without(scope.out(filters), found)
            ranked = sorted(found, key=lambda c: (-self._ranker.odds(c), c.clause_id))
            hits = self._hits(connection, ranked[: wanted + _SPARE])
        hits = list(islice(distinct(hits), wanted))
        if self._reranker:
            hits = rerank(text, hits, self._reranker)[:k]
        return hits if vector.size else [replace(hit, text_only=True) for hit in hits]

    def read(self, text: str) -> Query:
        """How a text is searched: what is corrected, left out and added."""
        with self.library.reading() as connection:
            return read(text, self._lexicon, self._current_index(connection).frequency)

    def indexed(self) -> datetime | None:
        """When the published index was made; None if that is unknown."""
        with self.library.reading() as connection:
            return self._made(self.library.revision(connection).snapshot)

    def published(self) -> Revision:
        """The revision that is searched now."""
        with self.library.reading() as connection:
            return self.library.revision(connection)

    def warm(self) -> None:
        """Open the published index now, so that what is wrong with it shows.

        Raises:
            IndexUnavailable: if there is none, or it cannot be used.
        """
        with self.library.reading() as connection:
            self._current_index(connection)

    def close(self) -> None:
        """Let go of the index and the database."""
        self._open_index.cache_clear()
        self.library.close()

    def _current_index(self, connection: Connection) -> CandidateIndex:
        snapshot = self.library.revision(connection).snapshot
        if not snapshot:
            raise IndexMissing("还没有导入任何政策。", hint="请先运行 chatbot ingest 政策文件夹")
        with self._opening:
            return self._open_index(snapshot)

    def _hits(self, connection: Connection, ranked: list[Candidate]) -> list[Hit]:
        clauses = self.library.clauses_on(connection, [c.clause_id for c in ranked])
        by_id = {clause.id: clause for clause in clauses}
        heads = self.library.heads_on(connection)
        return [
            Hit(
                clause,
                heads[clause.policy_id],
                self._ranker.relevance(found),
                found.coverage,
                found.cosine,
            )
            for found in ranked
            if (clause := by_id.get(found.clause_id))
        ]


def _without(policies: Collection[str], found: Sequence[Candidate]) -> list[Candidate]:
    return [each for each in found if each.clause_id.partition(".")[0] not in policies]
