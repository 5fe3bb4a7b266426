"""Question and texts → relevance: the seam, and the table of its implementations."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.clause import Hit
from index.context import in_context
from index.errors import RerankerUnavailable

Scores = NDArray[np.float32]

RERANKED = 20
"""Hits that are read again; time grows with them. On two cores, clauses of laws (median 132
characters): 0.5 s with 4 layers of 384, 5 s and more with 12 layers of 768."""
LONGEST = 512
"""Tokens of question and text together: what most cross-encoders were trained on."""


class Reranker(Protocol):
    """Reads question and text together: slower than an embedder, and better at the top.

    Attributes:
        name: what it is, for people.
    """

    name: str

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """float32 [len(texts)], in [0, 1], higher is better."""


def _cross_encoder(argument: str) -> Reranker:
    from index.rerankers.cross_encoder import load

    return load(argument)


def _onnx(argument: str) -> Reranker:
    from index.rerankers.onnx_model import load

    return load(argument)


RERANKERS: dict[str, Callable[[str], Reranker]] = {"cross-encoder": _cross_encoder, "onnx": _onnx}
"""Name → what loads it, given what follows the colon. A new kind is one file and one row."""


def load(spec: str) -> Reranker:
    """The reranker that a setting names: `cross-encoder:PATH_OR_ID`, `onnx:FOLDER`.

    Raises:
        RerankerUnavailable: if it is unknown, or its files are missing.
    """
    name, _, argument = spec.partition(":")
    if name not in RERANKERS:
        raise RerankerUnavailable(
            f"没有名为 {name!r} 的重排模型。",
            hint=f"CHATBOT_RERANKER 可以是：{'、'.join(RERANKERS)}；留空则不重排。",
        )
    return RERANKERS[name](argument)


def rerank(question: str, hits: Sequence[Hit], reranker: Reranker) -> list[Hit]:
    """The same hits with the reranker's scores, best first; it reads what the index holds."""
    if not hits:
        return []
    texts = [in_context(hit.policy, hit.clause) for hit in hits]
    scored = zip(hits, reranker.scores(question, texts), strict=True)
    found = [replace(hit, score=float(score)) for hit, score in scored]
    return sorted(found, key=lambda hit: (-hit.score, hit.clause.id))
