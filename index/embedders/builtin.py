"""The embedder that ships: one vector a token, a text is their sum. No torch, no network."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from index.embedders import Vectors
from index.errors import EmbedderUnavailable
from index.tokens import cut

WEIGHTS, VOCABULARY = "model.safetensors", "vocabulary.txt"


class BuiltinEmbedder:
    """Token vectors, quantised to eight bits with one scale a row.

    A token's weight is the length of its vector, learned with it; the sum of a text's token
    vectors is scaled to unit length, so it has the direction of their mean. A text without
    a single known token becomes the zero vector: it is similar to nothing.

    Args:
        folder: what `write` wrote; by default the model that ships.

    Raises:
        EmbedderUnavailable: if a file is missing or damaged.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(str(files("index").joinpath("model")))
        tokens, self._vectors, self._scales = _read(self.folder)
        self._rows = {token: row for row, token in enumerate(tokens)}
        self.dim = int(self._vectors.shape[1])
        self.name = f"builtin:{_digest(self.folder)}"

    @property
    def tokens(self) -> tuple[str, ...]:
        """The vocabulary, in row order."""
        return tuple(self._rows)

    @property
    def weights(self) -> Vectors:
        """The token vectors in full precision, float32 [vocabulary, dim]."""
        return np.asarray(self._vectors * self._scales[:, None], dtype=np.float32)

    def documents(self, texts: list[str]) -> Vectors:
        """float32 [len(texts), dim], L2-normalised; zeros where no token is known."""
        return self.bags(map(cut, texts), len(texts))

    def query(self, text: str) -> Vectors:
        """float32 [dim], L2-normalised; zeros where no token is known."""
        vector = self._sum(cut(text))
        length = np.sqrt(np.square(vector).sum())
        return vector / length if length else vector

    def bags(self, bags: Iterable[Sequence[str]], count: int) -> Vectors:
        """Vectors of `count` texts that were cut already, float32 [count, dim]."""
        sums = np.zeros((count, self.dim), dtype=np.float32)
        for i, bag in enumerate(bags):
            sums[i] = self._sum(bag)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        np.divide(sums, lengths, out=sums, where=lengths > 0)
        return sums

    def _sum(self, bag: Sequence[str]) -> Vectors:
        """Of the vectors of the tokens that are known, float32 [dim]."""
        rows = self._rows
        ids = np.array([rows[token] for token in bag if token in rows], dtype=np.intp)
        found: Vectors = self._scales[ids] @ self._vectors.take(ids, axis=0)
        return found


def write(folder: Path, tokens: Sequence[str], weights: Vectors) -> None:
    """Quantise `weights`, float32 [len(tokens), dim], and write both below `folder`."""
    scales = (np.abs(weights).max(axis=1) / 127).astype(np.float32)
    steps = np.where(scales > 0, scales, 1)[:, None]
    vectors = np.round(weights / steps).astype(np.int8)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(save({"vectors": vectors, "scales": scales}))
    (folder / VOCABULARY).write_text("\n".join(tokens) + "\n", encoding="utf-8")


def load(folder: str = "") -> BuiltinEmbedder:
    """The embedder of `builtin`, or of `builtin:FOLDER` for one trained on an own corpus."""
    return BuiltinEmbedder(Path(folder) if folder else None)


def _read(folder: Path) -> tuple[list[str], NDArray[np.int8], Vectors]:
    try:
        tensors = load_file(folder / WEIGHTS)
        tokens = (folder / VOCABULARY).read_text(encoding="utf-8").splitlines()
        vectors, scales = tensors["vectors"], tensors["scales"]
    except (OSError, SafetensorError, UnicodeDecodeError, KeyError) as error:
        raise EmbedderUnavailable(
            f"{folder}：不是完整的内置向量模型（{error}）", hint="请重新安装，或重新训练该模型。"
        ) from error
    if not len(tokens) == len(vectors) == len(scales):
        raise EmbedderUnavailable(
            f"{folder}：词表有 {len(tokens):,} 项，向量有 {len(vectors):,} 行，"
            f"系数有 {len(scales):,} 个，三者应当相等",
            hint="请重新安装，或重新训练该模型。",
        )
    return tokens, vectors, scales


def _digest(folder: Path) -> str:
    digest = sha256()
    for name in (WEIGHTS, VOCABULARY):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]
