"""Contrastive training on a handful of tokens."""

from random import Random

import numpy as np
import pytest

from index.embedders import Vectors
from index.training.contrast import Lessons, Schedule, batched, contrast

pytest.importorskip("sentence_transformers")

TOKENS = ["甲", "乙", "丙", "丁"]
SCHEDULE = Schedule(rate=0.05, batch=2, epochs=20)


def silent(done: int, total: int) -> None:
    """Nobody is watching."""


def trained(lessons: Lessons, schedule: Schedule = SCHEDULE) -> Vectors:
    weights = np.random.default_rng(0).normal(size=(4, 8)).astype(np.float32)
    vectors = contrast(TOKENS, weights, lessons, schedule, silent)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def test_what_belongs_together_comes_together() -> None:
    vectors = trained(Lessons([("甲", "乙"), ("丙", "丁")]))
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[3] + 0.5
    assert vectors[2] @ vectors[3] > vectors[2] @ vectors[1] + 0.5


def test_a_given_wrong_answer_is_pushed_away() -> None:
    vectors = trained(Lessons([("甲", "乙", "丙")]))
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.5


def test_what_is_rehearsed_is_learned_as_well() -> None:
    vectors = trained(Lessons([("甲", "乙", "丙")], known=[("丙", "丁"), ("甲", "乙")]))
    assert vectors[2] @ vectors[3] > vectors[0] @ vectors[3] + 0.5


def test_training_repeats_itself_exactly() -> None:
    schedule = Schedule(rate=0.05, batch=2, epochs=3, dropout=0.2, seed=7)
    lessons = Lessons([("甲乙", "乙丙"), ("丙丁", "丁"), ("甲丁", "乙")])
    assert np.array_equal(trained(lessons, schedule), trained(lessons, schedule))


def test_a_text_is_never_its_own_negative() -> None:
    """One answer of many questions would otherwise be wrong for all but one in its batch."""
    rows = [("问一", "答"), ("问二", "答"), ("问三", "答"), ("问四", "另答")]
    batches = batched(rows, 3, Random(0))
    assert sorted(row for batch in batches for row in batch) == sorted(rows)
    assert all(len({row[1] for row in batch}) == len(batch) for batch in batches)
