"""Every candidate index × the same cases, its values against brute force."""

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from index.candidates import CandidateIndex, Entry
from index.candidates.local import LocalBuilder, LocalIndex
from index.clause import Filters
from index.embedders import Vectors
from index.errors import IndexDamaged

K1, B = 1.2, 0.75
TEXTS = ["甲 乙 丙", "甲 甲 丁", "戊", "乙 丁 丁 丁 己", "丙"]
TOKENS = [text.split() for text in TEXTS]
ENTRIES = [Entry(f"p{i % 2}.n{i}", f"p{i % 2}", TOKENS[i], i % 2) for i in (0, 2, 4, 1, 3)]
EVERYTHING = Filters()


def vectors() -> Vectors:
    made = np.random.default_rng(1).normal(size=(len(ENTRIES), 8)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def index(tmp_path: Path) -> CandidateIndex:
    builder = LocalBuilder(tmp_path, 8)
    builder.add(ENTRIES[:3], vectors()[:3])
    builder.add(ENTRIES[3:], vectors()[3:])
    builder.finish()
    return LocalIndex(tmp_path)


def bm25(query: list[str], tokens: list[str]) -> float:
    """BM25 (Robertson and Zaragoza 2009) as a share of what is attainable."""
    n, average = len(TOKENS), sum(map(len, TOKENS)) / len(TOKENS)
    counts = Counter(tokens)
    norm = K1 * (1 - B + B * len(tokens) / average)
    idf = {t: math.log(1 + (n - df + 0.5) / (df + 0.5)) for t in query if (df := frequency(t))}
    score = sum(idf[t] * counts[t] * (K1 + 1) / (counts[t] + norm) for t in idf)
    return score / sum((K1 + 1) * weight for weight in idf.values())


def frequency(token: str) -> int:
    return sum(token in tokens for tokens in TOKENS)


@pytest.mark.parametrize("query", [["甲"], ["甲", "丁"], ["乙", "丙", "无"], ["丁", "丁"]])
def test_both_scores_are_those_of_brute_force(index: CandidateIndex, query: list[str]) -> None:
    vector = vectors()[0]
    found = {c.clause_id: c for c in index.find(query, vector, 10, EVERYTHING)}
    assert len(found) == len(ENTRIES)
    unique = list(dict.fromkeys(query))
    lexical = [found[entry.clause_id].lexical for entry in ENTRIES]
    dense = [found[entry.clause_id].dense for entry in ENTRIES]
    assert lexical == pytest.approx([bm25(unique, list(e.tokens)) for e in ENTRIES], abs=1e-3)
    assert dense == pytest.approx(list(vectors() @ vector), abs=1e-5)


def test_each_candidate_has_the_prominence_of_its_policy(index: CandidateIndex) -> None:
    found = index.find(["甲"], vectors()[0], 10, EVERYTHING)
    assert {(c.clause_id[:2], c.cited) for c in found} == {("p0", 0), ("p1", 1)}


def test_the_best_of_both_are_found_and_each_has_both_scores(index: CandidateIndex) -> None:
    query = ["戊", "乙"]
    found = index.find(query, vectors()[4], 1, EVERYTHING)
    assert {c.clause_id for c in found} == {"p0.n2", ENTRIES[4].clause_id}
    (lexical,) = (c for c in found if c.clause_id == "p0.n2")
    (dense,) = (c for c in found if c.clause_id == ENTRIES[4].clause_id)
    assert lexical.dense == pytest.approx(float(vectors()[1] @ vectors()[4]), abs=1e-5)
    assert dense.lexical == pytest.approx(bm25(query, list(ENTRIES[4].tokens)), abs=1e-3)
    assert dense.lexical > 0


def test_a_filter_limits_both_and_changes_no_score(index: CandidateIndex) -> None:
    query, vector = ["甲", "丁"], vectors()[0]
    everything = {c.clause_id: c for c in index.find(query, vector, 10, EVERYTHING)}
    found = index.find(query, vector, 10, Filters(policy_ids=("p1",)))
    assert {c.clause_id for c in found} == {"p1.n1", "p1.n3"}
    assert found == [everything[c.clause_id] for c in found]


def test_an_unknown_policy_holds_nothing(index: CandidateIndex) -> None:
    assert index.find(["甲"], vectors()[0], 10, Filters(policy_ids=("none",))) == []


def test_a_text_without_a_vector_is_found_by_its_tokens(index: CandidateIndex) -> None:
    found = index.find(["戊"], np.zeros(8, dtype=np.float32), 10, EVERYTHING)
    assert [(c.clause_id, c.dense) for c in found] == [("p0.n2", 0.0)]


def test_unknown_tokens_leave_the_vectors_to_answer(index: CandidateIndex) -> None:
    found = index.find(["无"], vectors()[0], 2, EVERYTHING)
    assert [c.lexical for c in found] == [0.0, 0.0]


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("part", ["entries.json", "dense.faiss", "lexical/meta.json"])
def test_a_missing_part_is_named(tmp_path: Path, part: str) -> None:
    (tmp_path / part).unlink()
    with pytest.raises(IndexDamaged) as caught:
        LocalIndex(tmp_path)
    assert caught.value.hint
