"""A folder of texts → the built-in embedder, trained anew or adapted to them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from index import ranking
from index.embedders import Vectors
from index.embedders.builtin import BuiltinEmbedder, write
from index.errors import UnreadableFile
from index.ranking import Ranker
from index.training.contrast import Lessons, Schedule, contrast, normed
from index.training.crossvalidation import Figures, cross_validate
from index.training.labelled import Labelled, Mistakes, read_questions
from index.training.lists import Corpus
from index.training.pairs import Pair, Wordings, make_pairs, shipped_wordings
from index.training.passages import Passage, distinct, passages
from index.training.vocabulary import choose, first_vectors

Progress = Callable[[str, int, int], None]
"""Called with a stage, how much of it is done, and how much there is."""


_ENOUGH = 50
"""Labelled questions below which no ranker is learned, and the one that ships stays."""
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
    share: float = 0.65

    @property
    def seed(self) -> int:
        """Of everything that chance decides."""
        return self.texts.seed


SHIPPED = Recipe()


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody is watching."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training run made, and how well its recipe does on questions it did not see.

    Attributes:
        figures: by kind of folds; empty without labelled questions.
    """

    embedder: BuiltinEmbedder
    figures: Mapping[str, Figures]


def train(
    folder: Path,
    out: Path,
    *,
    start: BuiltinEmbedder | None = None,
    questions: Path | None = None,
    recipe: Recipe = SHIPPED,
    progress: Progress = _silent,
) -> Trained:
    """Train on the texts below `folder`, then on labelled `questions` if given; write to `out`.

    The same input, recipe and number of threads give the same weights. With `start`, training
    continues from that embedder, its vocabulary widened by the frequent tokens of the new
    texts; without, it starts anew. With questions a ranker is trained as well, on what
    embedders find that did not learn from the question; so both are cross-validated on the way.

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
    figures = _learn_questions(labelled, found, pairs, out, recipe, progress) if labelled else {}
    return Trained(BuiltinEmbedder(out), figures)


def _learn_questions(
    labelled: list[Labelled],
    found: list[Passage],
    pairs: list[Pair],
    out: Path,
    recipe: Recipe,
    progress: Progress,
) -> Mapping[str, Figures]:
    """Teach the embedder in `out` the questions, and write a ranker beside it."""
    start = BuiltinEmbedder(out)
    mistakes = Mistakes(labelled, found, start)

    def taught(questions: Sequence[Labelled], unseen: frozenset[str], to: Path) -> BuiltinEmbedder:
        rows = mistakes.rows(questions, recipe.negatives, recipe.questions.seed, unseen)
        lessons = Lessons(rows, known=pairs)
        steps = partial(progress, "从问题学习")
        if not rows:
            raise UnreadableFile("没有一个问题的条款在文件夹中", hint="请核对 file 和 article。")
        goal = contrast(start.tokens, start.weights, lessons, recipe.questions, steps)
        # Both must be of one length for the way between them to make sense.
        origin = normed(start.weights)
        write(to, start.tokens, origin + np.float32(recipe.share) * (goal - origin))
        return BuiltinEmbedder(to)

    figures: Mapping[str, Figures] = {}
    if len(labelled) >= _ENOUGH:
        figures, ranker = _ranked(labelled, found, start, taught, recipe)
        ranking.write(out, ranker)
    taught(labelled, frozenset(), out)
    return figures


def _ranked(
    labelled: list[Labelled],
    found: list[Passage],
    start: BuiltinEmbedder,
    taught: Callable[[Sequence[Labelled], frozenset[str], Path], BuiltinEmbedder],
    recipe: Recipe,
) -> tuple[Mapping[str, Figures], Ranker]:
    with TemporaryDirectory() as place:
        apart = Path(place) / "fold"
        corpus = Corpus(found, Path(place) / "index", start.dim)
        return cross_validate(
            labelled, corpus, lambda some, unseen: taught(some, unseen, apart), seed=recipe.seed
        )


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
