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
from index.training.contrast import Row
from index.training.passages import Passage

_NEAREST = 40
"""How far down the own results mistakes are looked for."""


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


def rows_with_mistakes(
    questions: Sequence[Labelled],
    found: Sequence[Passage],
    embedder: BuiltinEmbedder,
    negatives: int,
    seed: int,
) -> list[Row]:
    """For each question and answer a row: the question, the answer, `negatives` wrong answers.

    The wrong ones are drawn from the embedder's own nearest results.
    """
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    places = {(passage.file, passage.number): i for i, passage in enumerate(found)}
    vectors = embedder.documents([passage.whole for passage in found])
    rows: list[Row] = []
    for labelled in questions:
        gold = [places[place] for place in labelled.gold if place in places]
        wrong = _nearest(vectors, embedder.query(labelled.question), gold)
        for right in gold:
            chosen = random.sample(wrong, min(negatives, len(wrong)))
            texts = (found[i].whole for i in (right, *chosen))
            rows.append((labelled.question, *texts))
    return [row for row in rows if len(row) == negatives + 2]


def _nearest(vectors: Vectors, question: Vectors, without: Sequence[int]) -> list[int]:
    count = min(_NEAREST + len(without), len(vectors))
    nearest = np.argpartition(-(vectors @ question), count - 1)[:count]
    return [int(i) for i in nearest if i not in without]
