"""Candidates → how likely each is to answer: a linear model that was learned, of four views.

More views (BM25, ranks, lengths, positions, other clauses of the policy, its kind) and trees
instead of a sum gain on laws that training has seen and lose on others: docs/adr/0005.
"""

import json
import math
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.candidates import Candidates
from index.embedders import Embedder
from index.embedders.builtin import BuiltinEmbedder
from index.errors import EmbedderUnavailable

_FILE = "ranker.json"

Odds = NDArray[np.float64]
"""Of candidates in their order."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """What each view of a candidate adds to the logarithm of the odds that it answers.

    Attributes:
        cosine: of the built-in embedder; other embedders have other scales.
        bias: of a clause that nothing speaks for.
    """

    cosine: float
    coverage: float
    cited: float
    regional: float
    bias: float

    def odds(self, candidates: Candidates) -> Odds:
        """The logarithm of the odds that each candidate answers."""
        odds: Odds = (
            self.bias
            + self.cosine * np.maximum(candidates.cosine, 0.0)
            + self.coverage * candidates.coverage
            + self.cited * candidates.cited
            + self.regional * candidates.regional
        )
        return odds


def relevance(odds: float) -> float:
    """How likely a candidate of these odds, see `Ranker.odds`, is to answer, in (0, 1)."""
    return 1 / (1 + math.exp(-odds))


def load(folder: Path | None = None) -> Ranker:
    """The ranker in a folder; by default the one that ships.

    Raises:
        EmbedderUnavailable: if it is missing or damaged.
    """
    folder = folder or Path(str(files("index").joinpath("model")))
    try:
        return Ranker(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise EmbedderUnavailable(
            f"{folder / _FILE}：不是完整的排序模型（{error}）", hint="请重新安装，或重新训练。"
        ) from error


def of(embedder: Embedder) -> Ranker:
    """The ranker that was trained with an embedder; for any other the one that ships."""
    folder = embedder.folder if isinstance(embedder, BuiltinEmbedder) else None
    return load(folder if folder and (folder / _FILE).exists() else None)


def write(folder: Path, ranker: Ranker) -> None:
    """Write what `load` reads."""
    (folder / _FILE).write_text(json.dumps(asdict(ranker), indent=2) + "\n", encoding="utf-8")
