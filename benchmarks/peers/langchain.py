"""Stock langchain: `EnsembleRetriever` of `BM25Retriever` (rank_bm25) and the `FAISS` store."""

from pathlib import Path

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.embeddings import Embeddings

from benchmarks.material import Material
from benchmarks.moment import Moment, now
from benchmarks.peers import POOL
from index.embedders import load as load_embedder
from index.tokens import cut

_BATCH = 1_000
"""Texts embedded at a time; all at once, langchain's lists of floats would double the peak."""


class _Builtin(Embeddings):
    """The built-in embedder as langchain wants it."""

    def __init__(self) -> None:
        self._embedder = load_embedder("builtin")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One list of floats a text."""
        vectors: list[list[float]] = self._embedder.documents(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The floats of a question."""
        vector: list[float] = self._embedder.query(text).tolist()
        return vector


class Langchain:
    """Both halves with equal weights and reciprocal rank fusion, as langchain's guide has it."""

    kept = False

    def __init__(self) -> None:
        self._retriever: EnsembleRetriever | None = None

    def build(self, material: Material, place: Path) -> Moment:  # noqa: ARG002
        """Both indexes, in memory."""
        units = material.units()
        start = now()
        texts = [unit.text for unit in units]
        ids = [unit.id for unit in units]
        known = [{"id": unit.id} for unit in units]
        words = BM25Retriever.from_texts(
            texts, metadatas=known, ids=ids, preprocess_func=cut, k=POOL
        )
        store = FAISS.from_texts(texts[:_BATCH], _Builtin(), metadatas=known[:_BATCH])
        for at in range(_BATCH, len(texts), _BATCH):
            store.add_texts(texts[at : at + _BATCH], metadatas=known[at : at + _BATCH])
        self._retriever = EnsembleRetriever(
            retrievers=[words, store.as_retriever(search_kwargs={"k": POOL})],
            weights=[0.5, 0.5],
            id_key="id",
        )
        return now() - start

    def open(self, place: Path) -> None:
        """Nothing to do: it serves from where it was built."""

    def search(self, text: str, k: int) -> list[tuple[str, str]]:
        """Id and text of the k best clauses, best first."""
        assert self._retriever
        found = self._retriever.invoke(text)[:k]
        return [(document.metadata["id"], document.page_content) for document in found]


def load() -> Langchain:
    """Nothing in it yet."""
    return Langchain()
