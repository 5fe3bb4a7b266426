"""python -m benchmarks.answerable: learn the weights of `chatbot.answerable` again.

The shipped policy's own questions are learned from; five folds of them tell how well. `--off-topic`
names a file of questions, as JSON lines, on anything that the policy is not about, and `--laws` a
data folder that answers these: they are put to it with the clauses that do and with these taken
away.
"""

import json
from dataclasses import astuple, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import typer
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import StratifiedKFold  # type: ignore[import-untyped]

from chatbot.answerable import Signals, possible, probability, signals
from index.embedders import load
from index.evaluation.metrics import auroc, brier, calibration_error, reliability
from index.ingest import ingest, shipped
from index.snapshot import open_searcher

Table = NDArray[np.float64]
Flags = NDArray[np.bool_]
OWN = tuple(
    Path(__file__).with_name(name) for name in ("policy_questions.jsonl", "answer_questions.jsonl")
)
LOOKED_UP = {"lookup", "metadata", "multiturn", "hostile"}
"""Kinds that are answered without asking whether what was found suffices."""


def main(off_topic: Path | None = None, laws: Path | None = None) -> None:
    """Print the weights, and how the probabilities of left-out questions compare with the truth."""
    own = [each for file in OWN for each in read(file) if each["kind"] not in LOOKED_UP]
    about_laws = read(off_topic)[::4] if off_topic else []
    other = [(each["question"], False) for each in about_laws]
    asked = [(each["question"], each["answerable"]) for each in own]
    table, truth, possibly = seen([*asked, *other])
    # Both sources weigh the same, however many questions they have.
    weights = np.repeat([1.0, len(asked) / max(1, len(other))], [len(asked), len(other)])
    model = LogisticRegression(C=10).fit(table[possibly], truth[possibly], weights[possibly])
    for field, weight in zip(fields(Signals), model.coef_[0], strict=True):
        print(f"{field.name:8} {weight:6.2f}")
    print(f"{'bias':8} {model.intercept_[0]:6.2f}\n")
    show(left_out(table, truth, possibly, weights)[: len(asked)], truth[: len(asked)])
    if laws:
        taken_away(laws, about_laws)


def read(file: Path) -> list[dict[str, Any]]:
    """The questions of a file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def taken_away(data: Path, about: list[dict[str, Any]]) -> None:
    """Print how well a library's questions are told from those that it cannot answer."""
    searcher = open_searcher(data, embedder=load("builtin"))
    whole, without = [], []
    for each in about:
        gold = {(place["file"], place["article"]) for place in each["gold"]}
        hits = searcher.search(each["question"], 30)
        rest = [hit for hit in hits if (hit.policy.source_file, hit.clause.number) not in gold]
        query = searcher.read(each["question"])
        whole.append(probability(query, hits[:10]))
        without.append(probability(query, rest[:10]))
    searcher.close()
    truth = [True] * len(whole) + [False] * len(without)
    print(f"with the answer taken away: AUROC {auroc([*whole, *without], truth):.3f}")


def seen(asked: list[tuple[str, bool]]) -> tuple[Table, Flags, Flags]:
    """Signals, float64 [questions, 2]; whether the policy answers, and whether it possibly does."""
    with TemporaryDirectory() as place:
        embedder = load("builtin")
        ingest(Path(place), [shipped()], embedder=embedder)
        searcher = open_searcher(Path(place), embedder=embedder)
        found = [
            (searcher.read(question), searcher.search(question), answered)
            for question, answered in asked
        ]
        searcher.close()
    rows = [
        (astuple(signals(query, hits)), answered, possible(query, hits))
        if hits
        else ((0.0, 0.0), answered, False)
        for query, hits, answered in found
    ]
    table, truth, possibly = zip(*rows, strict=True)
    return np.array(table), np.array(truth), np.array(possibly)


def left_out(table: Table, truth: Flags, possibly: Flags, weights: Table) -> Table:
    """Each question's probability by a model that did not learn from it, float64 [questions]."""
    told = np.zeros(len(truth))
    for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(table, truth):
        learned = train[possibly[train]]
        model = LogisticRegression(C=10).fit(table[learned], truth[learned], weights[learned])
        told[test] = model.predict_proba(table[test])[:, 1] * possibly[test]
    return told


def show(told: Table, truth: Flags) -> None:
    """Print how well probabilities tell yes from no, and how often what they say was so."""
    curve = reliability(told, truth)
    print(
        f"left out in turn: AUROC {auroc(told, truth):.3f}, "
        f"Brier {brier(told, truth):.3f}, ECE {calibration_error(curve):.3f}"
    )
    for part in curve:
        bounds = f"{part.low:.1f}–{part.high:.1f}"
        print(f"{bounds}  {part.count:4}  said {part.said:.2f}  was {part.was:.2f}")


if __name__ == "__main__":
    typer.run(main)
