"""Full text: BM25 over tokens, by tantivy.

Tokens come from `index.tokens`, so tantivy only splits at blanks, and queries are put together
from terms; its query parser never sees what a user typed. Its constants are k1 = 1.2, b = 0.75.
"""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from index.errors import IndexDamaged

_HEAP = 256 * 1024 * 1024
"""Bytes that the writer may hold before it writes a segment."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("tokens", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("policy", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("row", fast=True)
    return builder.build()


class LexicalBuilder:
    """Writes a full-text index, entry by entry, into an empty folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        # One thread: the same entries in the same order give the same segments.
        self._writer = tantivy.Index(_schema(), str(folder)).writer(_HEAP, num_threads=1)

    def add(self, row: int, policy_id: str, tokens: Iterable[str]) -> None:
        """Add one entry."""
        document = tantivy.Document(tokens=" ".join(tokens), policy=policy_id, row=row)
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


class Lexical:
    """A full-text index on disk, memory-mapped.

    Raises:
        IndexDamaged: if the folder holds no readable index.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._index = tantivy.Index.open(str(folder))
            self._searcher = self._index.searcher()
        except ValueError as error:
            raise IndexDamaged(
                f"{folder}：全文索引无法读取（{error}）",
                hint="请运行 chatbot ingest --rebuild 重建索引。",
            ) from error
        self._schema = self._index.schema

    def weights(self, tokens: Sequence[str]) -> dict[str, float]:
        """Each token that the index holds → its inverse document frequency, greater than 0."""
        found = {token: self._weight(token) for token in dict.fromkeys(tokens)}
        return {token: weight for token, weight in found.items() if weight}

    def find(self, tokens: Iterable[str], k: int, policy_ids: Sequence[str] = ()) -> list[int]:
        """The k rows best by BM25, best first; of these policies alone, if any are given."""
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._term(token)) for token in tokens]
        )
        if policy_ids:
            query = self._within(query, policy_ids)
        found = self._searcher.search(query, k, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in found])
        scored = [(-score, int(row or 0)) for row, (score, _) in zip(rows, found, strict=True)]
        return [row for _, row in sorted(scored)]

    def _weight(self, token: str) -> float:
        n, df = self._searcher.num_docs, self._searcher.doc_freq("tokens", token)
        return math.log(1 + (n - df + 0.5) / (df + 0.5)) if df else 0.0

    def _term(self, token: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "tokens", token, index_option="freq")

    def _within(self, query: tantivy.Query, policy_ids: Sequence[str]) -> tantivy.Query:
        """`query` among these policies, its scores unchanged."""
        among = tantivy.Query.term_set_query(self._schema, "policy", list(policy_ids))
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, query),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0)),
            ]
        )
