"""How well the recipe does on questions, and on laws, that it did not learn from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.embedders.builtin import BuiltinEmbedder
from index.evaluation.metrics import ndcg, recall, reciprocal_rank
from index.evaluation.splits import Split, law_folds, random_folds
from index.ranking import Ranker
from index.training.labelled import Labelled
from index.training.lists import Corpus, Ranking
from index.training.ranker import learn

KINDS = ("laws apart", "at random")
FOLDS = 5

Teach = Callable[[Sequence[Labelled], frozenset[str]], BuiltinEmbedder]
"""Questions to learn from, and laws that must not be seen at all → an embedder."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over questions."""

    questions: int
    ndcg10: float
    recall10: float
    recall100: float
    mrr10: float


@dataclass(frozen=True, slots=True)
class _Fold:
    kind: str
    split: Split
    unseen: frozenset[str]


def cross_validate(
    questions: Sequence[Labelled],
    corpus: Corpus,
    teach: Teach,
    *,
    seed: int = 0,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[dict[str, Figures], Ranker]:
    """The figures of each kind of folds, and the ranker learned from their rankings.

    `laws apart`: no law that a fold tests is gold in its training questions, and none of its
    clauses is shown as a wrong answer either, to the embedder or to the ranker: such laws are
    to training what a user's own policies are to the weights that ship, and it is from their
    rankings that the ranker learns: from the others it would learn to trust the vectors as far
    as they go for laws that they know. Left out where there are fewer laws than folds.
    """
    laws = [{str(corpus.laws[place]) for place in corpus.gold(q)} for q in questions]
    folds = list(_folds(laws, seed))
    found: dict[str, dict[int, Ranking]] = {kind: {} for kind in KINDS}
    for done, fold in enumerate(folds):
        progress(done, len(folds))
        embedder = teach([questions[i] for i in fold.split.train], fold.unseen)
        index = corpus.index(embedder)
        for i in fold.split.test:
            found[fold.kind][i] = corpus.ranking(questions[i], index, embedder)
    lessons = found[KINDS[0]] or found[KINDS[1]]
    kinds = dict.fromkeys(fold.kind for fold in folds)
    figures = {kind: _figures(folds, kind, found[kind], lessons, corpus) for kind in kinds}
    return figures, learn(list(lessons.values()))


def _folds(laws: Sequence[set[str]], seed: int) -> Iterator[_Fold]:
    if len(set().union(*laws)) >= FOLDS:
        for split in law_folds(laws, FOLDS, seed):
            unseen = frozenset().union(*(laws[i] for i in split.test))
            yield _Fold(KINDS[0], split, unseen)
    for split in random_folds(len(laws), FOLDS, seed):
        yield _Fold(KINDS[1], split, frozenset())


def _figures(
    folds: Sequence[_Fold],
    kind: str,
    found: dict[int, Ranking],
    lessons: dict[int, Ranking],
    corpus: Corpus,
) -> Figures:
    """Of rankings by rankers that learned without the questions they rank."""
    rows: list[tuple[float, ...]] = []
    for fold in folds:
        if fold.kind != kind:
            continue
        hidden = corpus.of_laws(fold.unseen)
        ranker = learn([lessons[i].without(hidden) for i in fold.split.train if i in lessons])
        rows.extend(_row(found[i], ranker) for i in fold.split.test if found[i].gold)
    means = np.mean(rows, axis=0)
    return Figures(len(rows), *map(float, means))


def _row(ranking: Ranking, ranker: Ranker) -> tuple[float, float, float, float]:
    odds = ranker.odds(ranking.candidates)
    ranked = [str(place) for place in ranking.places[np.argsort(-odds, kind="stable")]]
    gold = {str(place) for place in ranking.gold}
    return (
        ndcg(ranked, gold),
        recall(ranked, gold, 10),
        recall(ranked, gold, 100),
        reciprocal_rank(ranked, gold),
    )
