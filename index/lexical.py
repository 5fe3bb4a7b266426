"""Full text: BM25 over tokens, by tantivy.

Tokens come from `index.tokens`, so tantivy only splits at blanks, and queries are put together
from terms; its query parser never sees what a user typed. Its constants are k1 = 1.2, b = 0.75.
"""

import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from index.candidates import RELATED
from index.coverage import rarity
from index.errors import IndexDamaged

_HEAP = 256 * 1024 * 1024
"""Bytes that the writer may hold before it writes a segment."""
LEFT_OUT, LEFT_OUT_BESIDE_VECTORS = 0.1, 0.3
"""Share of a query's weight, in its commonest tokens, without which candidates are found.

Their long lists are most of the work, for a synonym's tokens as for those that were typed: tantivy
reads each to its end. What that loses and saves, alone and beside vectors: docs/adr/0005.
"""
_COUNTED = 50_000
"""Tokens of which it is remembered how many entries hold them."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("tokens", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("policy", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("key", fast=True)
    return builder.build()


class LexicalBuilder:
    """Writes a full-text index, entry by entry, into a folder that it makes.

    Args:
        earlier: folder of an index to begin with; it stays as it is.
        gone: the policies of the earlier index that are left out.
    """

    def __init__(
        self, folder: Path, earlier: Path | None = None, gone: Collection[str] = ()
    ) -> None:
        folder.mkdir(parents=True)
        if earlier:
            _link(earlier, folder)
        # One thread: the same entries in the same order give the same segments.
        self._writer = tantivy.Index(_schema(), str(folder)).writer(_HEAP, num_threads=1)
        for policy_id in gone:
            self._writer.delete_documents_by_term("policy", policy_id)

    def add(self, key: int, policy_id: str, tokens: Iterable[str]) -> None:
        """Add one entry."""
        document = tantivy.Document(tokens=" ".join(tokens), policy=policy_id, key=key)
        self._writer.add_document(document)

    def finish(self) -> None:
        """Write out what was added.

        Raises:
            OSError: if the disk does not take it.
        """
        try:
            self._writer.commit()
            self._writer.wait_merging_threads()
        except ValueError as error:
            raise OSError(str(error)) from error


def _link(earlier: Path, folder: Path) -> None:
    """Put the files of an index into another folder too, without copying what they hold.

    Tantivy never changes a file that is there: it writes others, and lets go of those unused.
    Its lock files, which are one for all names of them, are left out.
    """
    for file in earlier.iterdir():
        if file.suffix == ".lock":
            continue
        try:
            os.link(file, folder / file.name)
        except OSError:
            shutil.copyfile(file, folder / file.name)


class Lexical:
    """A full-text index on disk, memory-mapped.

    Attributes:
        frequency: token → how many entries hold it, those counted that tantivy keeps as deleted.

    Raises:
        IndexDamaged: if the folder holds no readable index.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._index = tantivy.Index.open(str(folder))
            self._searcher = self._index.searcher()
            segments = json.loads((folder / "meta.json").read_bytes())["segments"]
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                f"{folder}：全文索引无法读取（{error}）",
                hint="请运行 chatbot ingest --rebuild 重建索引。",
            ) from error
        self._schema = self._index.schema
        self._with_dead = sum(segment["max_doc"] for segment in segments)
        self.frequency = lru_cache(maxsize=_COUNTED)(partial(_with_token, self._searcher))
        count = self._searcher.num_docs
        held: Callable[[str], int] = self.frequency
        if count < self._with_dead:
            held = partial(_alive_with_token, self._searcher, self._schema)
        self._weight = lru_cache(maxsize=_COUNTED)(partial(_weight, count, held))

    def weights(self, tokens: Iterable[str]) -> dict[str, float]:
        """Each token that the index holds → its inverse document frequency, greater than 0."""
        found = {token: self._weight(token) for token in dict.fromkeys(tokens)}
        return {token: weight for token, weight in found.items() if weight}

    def find(
        self,
        weights: Mapping[str, float],
        related: Mapping[str, float],
        k: int,
        policy_ids: Sequence[str] = (),
        left_out: float = LEFT_OUT,
    ) -> NDArray[np.int64]:
        """Keys of the k best by BM25, best first; of these policies alone, if any are given.

        Args:
            weights: the query's tokens with their inverse document frequencies.
            related: tokens of synonyms, with theirs, which count `RELATED` as much.
            k: how many at most.
            policy_ids: all, if empty.
            left_out: share of the query's weight that may be, in its commonest tokens.
        """
        worth = {token: RELATED * weight for token, weight in related.items()} | dict(weights)
        telling = _telling(worth, {**related, **weights}, left_out)
        terms = [(tantivy.Occur.Should, self._term(token, worth[token])) for token in telling]
        if not terms:
            return np.zeros(0, dtype=np.int64)
        query = tantivy.Query.boolean_query(terms)
        if policy_ids:
            query = self._within(query, policy_ids)
        found = self._searcher.search(query, k, count=False).hits
        keys = np.array(
            self._searcher.fast_field_values("key", [address for _, address in found]),
            dtype=np.int64,
        )
        scores = np.array([score for score, _ in found], dtype=np.float64)
        return keys[np.lexsort((keys, -scores))]

    def _term(self, token: str, worth: float) -> tantivy.Query:
        """Entries with a token, scored by its number in them and their lengths, times `worth`.

        What tantivy itself multiplies with is divided out. It counts entries that are gone in
        document frequencies until it merges their segment.
        """
        term = tantivy.Query.term_query(self._schema, "tokens", token, index_option="freq")
        return tantivy.Query.boost_query(
            term, worth / rarity(self._with_dead, self.frequency(token))
        )

    def _within(self, query: tantivy.Query, policy_ids: Sequence[str]) -> tantivy.Query:
        """`query` among these policies, its scores unchanged."""
        among = tantivy.Query.term_set_query(self._schema, "policy", list(policy_ids))
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, query),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0)),
            ]
        )


def _with_token(searcher: tantivy.Searcher, token: str) -> int:
    found: int = searcher.doc_freq("tokens", token)
    return found


def _alive_with_token(searcher: tantivy.Searcher, schema: tantivy.Schema, token: str) -> int:
    term = tantivy.Query.term_query(schema, "tokens", token, index_option="freq")
    found = searcher.search(term, 1, count=True)
    return found.count or 0  # type: ignore[attr-defined] # left out of the stubs


def _weight(count: int, held: Callable[[str], int], token: str) -> float:
    df = held(token)
    return rarity(count, df) if df else 0.0


def _telling(
    worth: Mapping[str, float], rarities: Mapping[str, float], left_out: float
) -> list[str]:
    """The tokens, rarest first, without the commonest if these add little to what all are worth."""
    rarest_first = sorted(worth, key=lambda token: -rarities[token])
    enough = (1 - left_out) * sum(worth.values())
    before = accumulate((worth[token] for token in rarest_first), initial=0.0)
    needed = [token for token, told in zip(rarest_first, before, strict=False) if told < enough]
    # Of those that are equally common none is left out alone.
    least = min((rarities[token] for token in needed), default=0.0)
    return [token for token in rarest_first if rarities[token] >= least]
