"""Text → vectors: the seam, and the table of its implementations."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbedderUnavailable

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors of unit length.

    Attributes:
        name: identity that goes into the index manifest: two embedders with the same name
            give the same vectors.
        dim: number of dimensions.
    """

    name: str
    dim: int

    def documents(self, texts: list[str]) -> Vectors:
        """float32 [len(texts), dim], L2-normalised."""

    def query(self, text: str) -> Vectors:
        """float32 [dim], L2-normalised."""


@runtime_checkable
class TokenEmbedder(Embedder, Protocol):
    """An embedder to which a text is its tokens: what was cut for full text is not cut again."""

    def bags(self, bags: Iterable[Sequence[str]], count: int) -> Vectors:
        """Vectors of `count` texts cut by `index.tokens`, float32 [count, dim], L2-normalised."""


def embedded(embedder: Embedder, texts: list[str], bags: Sequence[Sequence[str]]) -> Vectors:
    """Vectors of `texts`, whose tokens are `bags`, float32 [len(texts), dim]."""
    if isinstance(embedder, TokenEmbedder):
        return embedder.bags(bags, len(bags))
    return embedder.documents(texts)


EMBEDDERS: dict[str, str] = {
    "builtin": "index.embedders.builtin",
    "sentence-transformers": "index.embedders.sentence_transformer",
}
"""Name → module with a function `load(argument)`. A new kind is one file and one row."""


def load(spec: str) -> Embedder:
    """The embedder that a setting names: `builtin`, or `sentence-transformers:PATH_OR_ID`.

    Raises:
        EmbedderUnavailable: if it is unknown, or its files are missing.
    """
    name, _, argument = spec.partition(":")
    if name not in EMBEDDERS:
        raise EmbedderUnavailable(
            f"没有名为 {name!r} 的向量模型。",
            hint=f"CHATBOT_EMBEDDER 可以是：{'、'.join(EMBEDDERS)}",
        )
    embedder: Embedder = import_module(EMBEDDERS[name]).load(argument)
    return embedder
