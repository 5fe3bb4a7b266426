"""Which tokens get a vector, and their first vectors."""

import numpy as np
import pytest

from index.training.vocabulary import choose, first_vectors

pytest.importorskip("sklearn")


def test_spoken_tokens_come_first_then_the_frequent_ones() -> None:
    assert choose(["企业", "企业", "企业", "法院"], ["老板"], size=6) == [
        "老", "板", "老板", "企", "业", "企业",
    ]  # fmt: skip


def test_the_vocabulary_is_no_larger_than_asked() -> None:
    assert len(choose(["企业研发"] * 3, ["老板"], size=4)) == 4


def test_tokens_of_the_same_texts_point_the_same_way() -> None:
    texts = ["甲乙", "甲乙", "丙丁", "丙丁"]
    vectors = first_vectors(texts, ["甲", "乙", "丙", "丁"], dim=2, seed=0)
    assert vectors.dtype == np.float32
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    assert unit @ unit[0] == pytest.approx([1, 1, 0, 0], abs=0.01)
