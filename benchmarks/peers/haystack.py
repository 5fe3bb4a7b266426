"""Stock Haystack: in-memory store, its BM25 and embedding retrievers, reciprocal rank fusion."""

import os
from pathlib import Path

os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"  # read when it is imported

from haystack import Document
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore

from benchmarks.material import Material
from benchmarks.moment import Moment, now
from benchmarks.peers import POOL
from index.embedders import load as load_embedder
from index.tokens import cut

_BATCH = 1_000


class Haystack:
    """A document's content is its tokens, divided by blanks: the store cuts it there again."""

    kept = False

    def __init__(self) -> None:
        self._embedder = load_embedder("builtin")
        store = InMemoryDocumentStore(bm25_tokenization_regex=r"\S+", return_embedding=False)
        self._store = store
        self._words = InMemoryBM25Retriever(store, top_k=POOL)
        self._vectors = InMemoryEmbeddingRetriever(store, top_k=POOL)
        self._joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def build(self, material: Material, place: Path) -> Moment:  # noqa: ARG002
        """Write the documents into the store."""
        units = material.units()
        start = now()
        for at in range(0, len(units), _BATCH):
            batch = units[at : at + _BATCH]
            vectors = self._embedder.documents([unit.text for unit in batch])
            documents = [
                Document(
                    id=unit.id,
                    content=" ".join(cut(unit.text)),
                    meta={"text": unit.text},
                    embedding=vector.tolist(),
                )
                for unit, vector in zip(batch, vectors, strict=True)
            ]
            self._store.write_documents(documents)
        return now() - start

    def open(self, place: Path) -> None:
        """Nothing to do: it serves from where it was built."""

    def search(self, text: str, k: int) -> list[tuple[str, str]]:
        """Id and text of the k best clauses, best first."""
        words = self._words.run(query=" ".join(cut(text)))["documents"]
        near = self._vectors.run(query_embedding=self._embedder.query(text).tolist())["documents"]
        found = self._joiner.run(documents=[words, near], top_k=k)["documents"]
        return [(document.id, document.meta["text"]) for document in found]


def load() -> Haystack:
    """Nothing in it yet."""
    return Haystack()
