"""Text → vectors: the seam, and the table of its implementations."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbedderUnavailable

_LOG = logging.getLogger(__name__)
Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors of unit length.

    Attributes:
        name: identity that goes into the index manifest: two embedders with the same name
            give the same vectors.
    """

    name: str

    @property
    def dim(self) -> int:
        """Number of dimensions; an embedder behind a server may have to ask it."""

    def documents(self, texts: list[str]) -> Vectors:
        """float32 [len(texts), dim], L2-normalised.

        Raises:
            EmbedderUnavailable: if the embedder lives elsewhere and fails.
        """

    def query(self, text: str) -> Vectors:
        """float32 [dim], L2-normalised; somebody waits for it.

        Raises:
            EmbedderUnavailable: if the embedder lives elsewhere and fails.
        """


@runtime_checkable
class FromTokens(Protocol):
    """An embedder to which a text is its tokens: what was cut for full text is not cut again."""

    def bags(self, bags: Iterable[Sequence[str]], count: int) -> Vectors:
        """Vectors of `count` texts cut by `index.tokens`, float32 [count, dim], L2-normalised."""


def embedded(embedder: Embedder, texts: list[str], bags: Sequence[Sequence[str]]) -> Vectors:
    """Vectors of `texts`, whose tokens are `bags`, float32 [len(texts), dim]."""
    if isinstance(embedder, FromTokens):
        return embedder.bags(bags, len(bags))
    return embedder.documents(texts)


def visible(text: str) -> str:
    """The text, or a full stop for a blank one: servers refuse it, and graphs want a token."""
    return text if text.strip() else "。"


def unit_length(vectors: Vectors) -> Vectors:
    """The rows of float32 [n, dim] at length one; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(
        vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0, dtype=np.float32
    )
    return scaled


@dataclass(frozen=True, slots=True)
class Options:
    """What else an embedder may need to know; each takes what concerns it.

    Attributes:
        query_prompt: stands before every query; None for what the model itself says.
        document_prompt: stands before every document; None likewise.
        base_url: address of a server, up to and including its "/v1".
        api_key: of the server; never shown.
        timeout_s: how long to wait for the server, in seconds.
        batch: texts that go to the server at a time.
    """

    query_prompt: str | None = None
    document_prompt: str | None = None
    base_url: str = ""
    api_key: str = field(default="none", repr=False)
    timeout_s: float = 30.0
    batch: int = 32

    def identity(self) -> str:
        """The part of an embedder's name that tells prompts apart; empty without any."""
        prompts = (("query", self.query_prompt), ("document", self.document_prompt))
        return "".join(f"|{kind}={text!r}" for kind, text in prompts if text is not None)


def _builtin(argument: str, _: Options) -> Embedder:
    from index.embedders.builtin import load

    return load(argument)


def _onnx(argument: str, options: Options) -> Embedder:
    from index.embedders.onnx_model import load

    return load(argument, options)


def _openai(argument: str, options: Options) -> Embedder:
    from index.embedders.openai_server import load

    return load(argument, options)


def _sentence_transformers(argument: str, options: Options) -> Embedder:
    from index.embedders.sentence_transformer import load

    return load(argument, options)


EMBEDDERS: dict[str, Callable[[str, Options], Embedder]] = {
    "builtin": _builtin,
    "sentence-transformers": _sentence_transformers,
    "onnx": _onnx,
    "openai": _openai,
}
"""Name → what loads it, given what follows the colon. A new kind is one file and one row."""


def load(spec: str, options: Options = Options()) -> Embedder:
    """The embedder that a setting names, as KIND or KIND:ARGUMENT.

    `builtin`, `builtin:FOLDER`, `sentence-transformers:PATH_OR_ID`, `onnx:FOLDER`, `openai:MODEL`.

    Raises:
        EmbedderUnavailable: if it is unknown, or its files are missing.
    """
    name, _, argument = spec.partition(":")
    if name not in EMBEDDERS:
        raise EmbedderUnavailable(
            f"没有名为 {name!r} 的向量模型。",
            hint=f"CHATBOT_EMBEDDER 可以是：{'、'.join(EMBEDDERS)}",
        )
    return EMBEDDERS[name](argument, options)


def query_or_nothing(embedder: Embedder, text: str) -> Vectors:
    """The vector of a query, or an empty one if the embedder fails; the log says why."""
    try:
        return embedder.query(text)
    except EmbedderUnavailable as error:
        _LOG.warning("%s %s", error.what, error.hint)
        return np.zeros(0, dtype=np.float32)
