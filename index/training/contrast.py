"""Contrastive training of token vectors, with the loss and model of sentence-transformers.

Its Trainer is not used: it needs the packages datasets and accelerate, to train one matrix.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from index.embedders import Vectors
from index.tokens import cut
from index.training.static import static_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

Row = tuple[str, ...]
"""A text, one that belongs to it, and perhaps some that do not: as many in each row."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how hard to train.

    Attributes:
        rate: highest learning rate of Adam; it rises over the first twentieth, then falls to 0.
        scale: of cosines before the softmax; the smaller, the softer.
        batch: rows a step, each the negative of the others.
        dropout: share of the tokens left out of every text, anew each time.
    """

    rate: float = 0.01
    scale: float = 12
    batch: int = 1024
    epochs: int = 1
    dropout: float = 0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is learned, and what must not be forgotten meanwhile.

    Attributes:
        known: rows learned before, of which `rehearsed` are drawn into every step.
    """

    rows: Sequence[Row]
    known: Sequence[Row] = ()
    rehearsed: int = 512

    def again(self, random: Random) -> list[Row]:
        """Some of the known rows."""
        return random.sample(self.known, min(self.rehearsed, len(self.known)))


def contrast(
    tokens: Sequence[str],
    weights: Vectors,
    lessons: Lessons,
    schedule: Schedule,
    progress: Callable[[int, int], None],
) -> Vectors:
    """Vectors under which the first two texts of a row are closer than the rest of its batch.

    They start from `weights`, float32 [len(tokens), dim], made 1 long on average, which changes
    no cosine; `progress` is called with the steps done and their total.
    """
    import torch

    random = Random(schedule.seed)  # noqa: S311 - repeatable, not secret
    dropped = np.random.default_rng(schedule.seed)
    reader = _Reader(tokens)
    model = static_model(tokens, normed(weights))
    loss = _loss(model, schedule.scale)
    batches = [
        batch
        for _ in range(schedule.epochs)
        for batch in batched(lessons.rows, schedule.batch, random)
    ]
    optimizer = torch.optim.Adam(model.parameters(), lr=schedule.rate)
    slope = torch.optim.lr_scheduler.LambdaLR(optimizer, _slope(len(batches)))
    for done, batch in enumerate(batches):
        progress(done, len(batches))
        optimizer.zero_grad()
        for part, dropout in ((batch, schedule.dropout), (lessons.again(random), 0)):
            if part:
                columns = zip(*part, strict=True)
                features = [reader.features(column, dropout, dropped) for column in columns]
                loss(features, torch.empty(0)).backward()
        optimizer.step()
        slope.step()
    table: Vectors = model.state_dict()["0.embedding.weight"].numpy()
    return normed(table[: len(tokens)])


def _loss(model: "SentenceTransformer", scale: float) -> "MultipleNegativesRankingLoss":
    """InfoNCE, from the first text of a row to the second and back."""
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    return MultipleNegativesRankingLoss(
        model,
        scale=scale,
        directions=("query_to_doc", "doc_to_query"),
        partition_mode="per_direction",
    )


def normed(weights: Vectors) -> Vectors:
    """`weights` times a number, so that the mean square of the rows' lengths is 1."""
    return np.asarray(weights / np.sqrt((weights**2).sum(axis=1).mean()), dtype=np.float32)


def _slope(steps: int) -> Callable[[int], float]:
    """Share of the highest rate at a step."""
    return lambda done: min(1.0, (done + 1) / max(1.0, 0.05 * steps)) * (1 - done / steps)


def batched(rows: Sequence[Row], size: int, random: Random) -> list[list[Row]]:
    """All rows in random order; no second text occurs twice in a batch, as its own negative."""
    waiting = deque(random.sample(rows, len(rows)))
    batches: list[list[Row]] = []
    while waiting:
        batch: dict[str, Row] = {}
        again: list[Row] = []
        while waiting and len(batch) < size:
            row = waiting.popleft()
            if row[1] in batch:
                again.append(row)
            else:
                batch[row[1]] = row
        waiting.extendleft(again)
        batches.append(list(batch.values()))
    return batches


class _Reader:
    """Texts → what the model takes; the last ones read are remembered, for lessons repeat."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._rows = {token: row for row, token in enumerate(tokens)}
        self._read = lru_cache(1 << 16)(self._bag)

    def features(self, texts: Iterable[str], dropout: float, random: Generator) -> dict[str, Any]:
        """Row numbers of all texts' tokens, one text after the other, and where each begins."""
        import torch

        bags = [self._read(text) for text in texts]
        if dropout:
            bags = [bag[random.random(len(bag)) >= dropout] for bag in bags]
        starts = np.cumsum([0, *map(len, bags[:-1])])
        rows = np.concatenate(bags)
        return {"input_ids": torch.from_numpy(rows), "offsets": torch.from_numpy(starts)}

    def _bag(self, text: str) -> NDArray[np.int64]:
        rows = self._rows
        return np.array([rows[token] for token in cut(text) if token in rows], dtype=np.int64)
