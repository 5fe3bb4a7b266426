from collections import Counter
from pathlib import Path

import pytest

from index.candidates import RELATED
from index.milvus import postings
from index.milvus.postings import Frequencies
from index.milvus.server import Sparse
from index.tokens import cut


def product(one: Sparse, other: Sparse) -> float:
    return sum(weight * other.get(key, 0.0) for key, weight in one.items())


def test_a_query_times_a_clause_is_the_share_of_the_query_that_it_holds() -> None:
    query = postings.wanted({"甲": 2.0, "乙": 1.0}, {"丙": 1.0})
    assert product(query, postings.held(["甲", "丁"])) == pytest.approx(4 / 5)
    assert product(query, postings.held(["甲", "乙", "丙"])) == pytest.approx(1 + RELATED / 5)
    assert product(query, postings.held(["甲", "甲"])) == pytest.approx(4 / 5)


def test_full_text_weighs_a_token_as_bm25_does() -> None:
    often, once = (postings.bm25(tokens) for tokens in (["甲"] * 3 + ["乙"] * 197, ["甲"]))
    key = postings.dimension("甲")
    assert often[key] == pytest.approx(3 * 2.2 / (3 + 1.2))
    assert once[key] == pytest.approx(2.2 / (1 + 1.2 * (0.25 + 0.75 / 200)))


def test_the_dimension_of_a_token_is_the_same_everywhere_and_one_that_milvus_takes() -> None:
    assert postings.dimension("中试") == 3_306_877_518
    tokens = set(cut("".join(map(chr, range(0x4E00, 0x6E00)))))
    dimensions = {postings.dimension(token) for token in tokens}
    assert len(dimensions) == len(tokens)
    assert min(dimensions) >= 1
    assert max(dimensions) < 2**32 - 1


def test_a_clause_without_tokens_holds_no_token() -> None:
    assert product(postings.wanted({"甲": 1.0}, {}), postings.held([])) == 0
    assert postings.held([])


def test_frequencies_are_read_as_they_were_written(tmp_path: Path) -> None:
    counted = Counter({postings.dimension("甲"): 3, postings.dimension("乙"): 1})
    counted.subtract({postings.dimension("乙"): 1})
    postings.write(tmp_path, counted)
    read = Frequencies(tmp_path, 4)
    assert [read.of(token) for token in "甲乙丙"] == [3, 0, 0]
    assert list(read.weights("甲乙丙")) == ["甲"]
    assert postings.counted(tmp_path) == {postings.dimension("甲"): 3}
