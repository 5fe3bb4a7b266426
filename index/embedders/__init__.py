"""Text → vectors: the seam, and the table of its implementations."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

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
