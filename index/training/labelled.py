"""Questions whose clauses are known → rows for training, with the mistakes made so far."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from index.embedders import Vectors
from index.embedders.builtin import BuiltinEmbedder
from index.errors import UnreadableFile
from index.evaluation.splits import law_of
from index.training.contrast import Row
from index.training.passages import Passage

_NEAREST = 40
"""How far down the results mistakes are looked for."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and the clauses that answer it, as (file, number)."""

    question: str
    gold: tuple[tuple[str, str], ...]


def read_questions(path: Path) -> list[Labelled]:
    """One JSON object a line: {"question": …, "gold": [{"file": …, "article": 第五十四条}, …]}.

    Raises:
        UnreadableFile: if a line is anything else.
    """
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            entry = json.loads(line)
            gold = tuple((str(each["file"]), str(each["article"])) for each in entry["gold"])
            questions.append(Labelled(str(entry["question"]), gold))
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableFile(
                f"{path.name} 第 {number} 行不是带标注的问题：{error!r}",
                hint='每行一个 JSON：{"question": "…", "gold": [{"file": "…", "article": "…"}]}',
            ) from error
    return questions


class Mistakes:
    """What an embedder brings up for questions, near and wrong: the best of negatives.

    Args:
        found: the passages that are searched.
        embedder: the one that makes the mistakes.
    """

    def __init__(
        self, questions: Sequence[Labelled], found: Sequence[Passage], embedder: BuiltinEmbedder
    ) -> None:
        self._found = found
        self._laws = [law_of(passage.name) for passage in found]
        self._places = {(passage.file, passage.number): i for i, passage in enumerate(found)}
        vectors = embedder.documents([passage.whole for passage in found])
        self._near = {q: _nearest(vectors, embedder.query(q.question)) for q in questions}

    def rows(
        self,
        questions: Sequence[Labelled],
        negatives: int,
        seed: int,
        unseen: frozenset[str] = frozenset(),
    ) -> list[Row]:
        """For each question and answer a row: the question, the answer, wrong answers.

        Args:
            questions: among those given at the start.
            negatives: wrong answers in a row; a question with fewer is left out.
            seed: of the choice among the nearest.
            unseen: laws none of whose passages occurs.
        """
        random = Random(seed)  # noqa: S311 - repeatable, not secret
        rows: list[Row] = []
        for labelled in questions:
            gold = {self._places[place] for place in labelled.gold if place in self._places}
            near = [i for i in self._near[labelled] if self._laws[i] not in unseen]
            wrong = [i for i in near if i not in gold][:_NEAREST]
            for right in sorted(gold):
                chosen = random.sample(wrong, min(negatives, len(wrong)))
                texts = (self._found[i].whole for i in (right, *chosen))
                rows.append((labelled.question, *texts))
        return [row for row in rows if len(row) == negatives + 2]


def _nearest(vectors: Vectors, question: Vectors) -> list[int]:
    """The best first; enough that some remain when laws are left out."""
    count = min(10 * _NEAREST, len(vectors))
    cosines = vectors @ question
    nearest = np.argpartition(-cosines, count - 1)[:count]
    return [int(i) for i in nearest[np.argsort(-cosines[nearest], kind="stable")]]
