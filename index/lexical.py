"""Full text: BM25 over tokens, by tantivy.

Tokens come from `index.tokens`, so tantivy only splits at blanks, and queries are put together
from terms; its query parser never sees what a user typed. Its constants are k1 = 1.2, b = 0.75.
"""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from index.errors import IndexDamaged

_K1 = 1.2
_HEAP = 256 * 1024 * 1024
"""Bytes that the writer may hold before it writes a segment."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("tokens", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("policy", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("row", fast=True, indexed=True)
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

    def find(
        self, tokens: Sequence[str], k: int, policy_ids: Sequence[str] = ()
    ) -> list[tuple[int, float]]:
        """The k best rows with their scores, best first.

        A score is BM25 as a share of what could be attained, in [0, 1): that of a clause holding
        every token of the query again and again. So scores compare across queries.
        """
        return self._scored(tokens, k, "policy", policy_ids)

    def scores(self, tokens: Sequence[str], rows: Sequence[int]) -> list[tuple[int, float]]:
        """The scores of these rows, on the same scale; those without any of the tokens left out."""
        return self._scored(tokens, len(rows), "row", rows) if rows else []

    def _scored(
        self, tokens: Sequence[str], k: int, field: str, among: Sequence[str] | Sequence[int]
    ) -> list[tuple[int, float]]:
        """The k best rows; where `among` is given, of those with one of its values in `field`."""
        weights = {token: self._weight(token) for token in dict.fromkeys(tokens)}
        if not (attainable := sum(weights.values())):
            return []
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._term(token)) for token, w in weights.items() if w]
        )
        if among:
            query = self._within(query, field, among)
        found = self._searcher.search(query, k, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in found])
        scored = [(int(row or 0), score) for row, (score, _) in zip(rows, found, strict=True)]
        scored.sort(key=lambda entry: (-entry[1], entry[0]))
        return [(row, score / attainable) for row, score in scored]

    def _weight(self, token: str) -> float:
        """The most that a token can add: its inverse document frequency times k1 + 1."""
        n, df = self._searcher.num_docs, self._searcher.doc_freq("tokens", token)
        return (_K1 + 1) * math.log(1 + (n - df + 0.5) / (df + 0.5)) if df else 0.0

    def _term(self, token: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "tokens", token, index_option="freq")

    def _within(
        self, query: tantivy.Query, field: str, values: Sequence[str] | Sequence[int]
    ) -> tantivy.Query:
        """`query` among the entries with one of these values, its scores unchanged."""
        among = tantivy.Query.term_set_query(self._schema, field, list(values))
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, query),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0)),
            ]
        )
