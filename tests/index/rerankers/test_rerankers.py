"""What is done with a reranker's scores; what every reranker promises is in tests/contracts."""

from collections.abc import Sequence

import numpy as np

from index.rerankers import Scores, rerank
from tests.makers import hit


class Noting:
    """Keeps what it is shown, and likes the later texts more."""

    name = "noting"

    def __init__(self) -> None:
        self.shown: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        self.shown = [question, *texts]
        return np.linspace(0.1, 0.9, len(texts), dtype=np.float32)


def test_hits_come_in_the_order_of_the_new_scores() -> None:
    found = rerank("平台", [hit("甲", 0.8), hit("乙", 0.3)], Noting())
    assert [(h.clause.text, round(h.score, 1)) for h in found] == [("乙", 0.9), ("甲", 0.1)]
    assert [h.coverage for h in found] == [0.3, 0.8]


def test_the_title_is_read_with_the_clause() -> None:
    reranker = Noting()
    rerank("平台", [hit("甲")], reranker)
    assert reranker.shown == ["平台", "关于测试的意见\n甲"]


def test_nothing_found_is_not_read() -> None:
    reranker = Noting()
    assert rerank("平台", [], reranker) == []
    assert reranker.shown == []
