"""A folder of texts → the built-in embedder, trained anew or adapted to them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from index.embedders import Vectors
from index.embedders.builtin import BuiltinEmbedder, write
from index.errors import UnreadableFile
from index.training.contrast import Lessons, Schedule, contrast
from index.training.labelled import read_questions, rows_with_mistakes
from index.training.pairs import Wordings, make_pairs, shipped_wordings
from index.training.passages import Passage, distinct, passages
from index.training.vocabulary import choose, first_vectors

Progress = Callable[[str, int, int], None]
"""Called with a stage, how much of it is done, and how much there is."""


_TEXTS = Schedule()
_QUESTIONS = Schedule(rate=0.003, batch=128, epochs=15, dropout=0.2)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training run is made of; the defaults made the weights that ship.

    Attributes:
        size: tokens in the vocabulary.
        negatives: wrong answers shown with each labelled question.
        share: how far the vectors move towards those that labelled questions alone would
            have; the rest stays as texts alone taught it, for the laws that no label names.
    """

    size: int = 20_000
    dim: int = 256
    texts: Schedule = _TEXTS
    questions: Schedule = _QUESTIONS
    negatives: int = 8
    share: float = 0.5


SHIPPED = Recipe()


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody is watching."""


def train(
    folder: Path,
    out: Path,
    *,
    start: BuiltinEmbedder | None = None,
    questions: Path | None = None,
    recipe: Recipe = SHIPPED,
    progress: Progress = _silent,
) -> BuiltinEmbedder:
    """Train on the texts below `folder`, then on labelled `questions` if given; write to `out`.

    The same input, recipe and number of threads give the same weights. With `start`, training
    continues from that embedder, its vocabulary widened by the frequent tokens of the new
    texts; without, it starts anew.

    Raises:
        UnreadableFile: if the folder holds no clause to learn from, or the questions are malformed.
    """
    labelled = read_questions(questions) if questions else []
    found = passages(folder)
    lessons = distinct(found)
    if len(lessons) < 2:  # noqa: PLR2004
        raise UnreadableFile(f"{folder}：没有可供训练的条款", hint="请给出含有政策文件的文件夹。")
    wordings = shipped_wordings()
    tokens, weights = _first(lessons, start, wordings, recipe)
    pairs = make_pairs(lessons, wordings, recipe.texts.seed)
    weights = contrast(
        tokens, weights, Lessons(pairs), recipe.texts, partial(progress, "从文本学习")
    )
    write(out, tokens, weights)
    if labelled:
        rows = rows_with_mistakes(
            labelled, found, BuiltinEmbedder(out), recipe.negatives, recipe.questions.seed
        )
        weights = _taught(tokens, weights, Lessons(rows, known=pairs), recipe, progress)
        write(out, tokens, weights)
    return BuiltinEmbedder(out)


def seeded(recipe: Recipe, seed: int) -> Recipe:
    """The recipe with this seed throughout."""
    return replace(
        recipe,
        texts=replace(recipe.texts, seed=seed),
        questions=replace(recipe.questions, seed=seed),
    )


def _first(
    lessons: list[Passage], start: BuiltinEmbedder | None, wordings: Wordings, recipe: Recipe
) -> tuple[list[str], Vectors]:
    chosen = choose((lesson.whole for lesson in lessons), wordings.phrases, recipe.size)
    if start is None:
        texts = [lesson.text for lesson in lessons]
        return chosen, first_vectors(texts, chosen, recipe.dim, recipe.texts.seed)
    new = [token for token in chosen if token not in set(start.tokens)]
    blank = np.zeros((len(new), start.dim), dtype=np.float32)
    return [*start.tokens, *new], np.vstack([start.weights, blank])


def _taught(
    tokens: list[str], weights: Vectors, lessons: Lessons, recipe: Recipe, progress: Progress
) -> Vectors:
    """`weights`, moved by the recipe's share of the way that the questions would take them."""
    if not lessons.rows:
        raise UnreadableFile("没有一个问题的条款在文件夹中", hint="请核对 file 和 article。")
    taught = contrast(tokens, weights, lessons, recipe.questions, partial(progress, "从问题学习"))
    return weights + np.float32(recipe.share) * (taught - weights)
