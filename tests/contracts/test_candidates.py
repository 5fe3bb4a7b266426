"""Every candidate index × the same cases, its values against brute force."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.candidates import RELATED, Candidate, CandidateIndex, Entry, Standing, Wanted
from index.candidates.local import LocalBuilder, LocalIndex
from index.embedders import Vectors
from index.errors import IndexDamaged
from index.filters import Filters
from index.tokens import cut

TEXTS = ["甲 乙 丙", "甲 甲 丁", "戊", "乙 丁 丁 丁 己", "AI 2025年 丙"]
STANDINGS = [Standing(), Standing(cited=1.5, regional=True)]
ENTRIES = [
    Entry(f"p{i % 2}.n{i}", f"p{i % 2}", cut(TEXTS[i]), STANDINGS[i % 2]) for i in (0, 2, 4, 1, 3)
]
EVERYTHING = Filters()


def vectors() -> Vectors:
    made = np.random.default_rng(1).normal(size=(len(ENTRIES), 8)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def index(tmp_path: Path) -> CandidateIndex:
    return LocalIndex(written(tmp_path))


def written(folder: Path) -> Path:
    builder = LocalBuilder(folder, 8)
    builder.add(ENTRIES[:3], vectors()[:3])
    builder.add(ENTRIES[3:], vectors()[3:])
    builder.finish()
    return folder


def coverage(query: list[str], tokens: Sequence[str]) -> float:
    """Share of the squared inverse document frequencies of the query that the tokens hold."""
    weights = {token: idf(token) ** 2 for token in query}
    return sum(w for token, w in weights.items() if token in tokens) / sum(weights.values())


def idf(token: str) -> float:
    n, df = len(TEXTS), sum(token in cut(text) for text in TEXTS)
    return math.log(1 + (n - df + 0.5) / (df + 0.5)) if df else 0.0


def found(index: CandidateIndex, query: list[str], vector: Vectors, k: int = 10) -> list[Candidate]:
    return index.find(Wanted(query, vector), k, EVERYTHING)


@pytest.mark.parametrize("query", [["甲"], ["甲", "丁"], ["乙", "丙", "无"], ["ai", "2025", "年"]])
def test_both_views_are_those_of_brute_force(index: CandidateIndex, query: list[str]) -> None:
    vector = vectors()[0]
    candidates = {c.clause_id: c for c in found(index, query, vector)}
    assert len(candidates) == len(ENTRIES)
    for entry, cosine in zip(ENTRIES, vectors() @ vector, strict=True):
        candidate = candidates[entry.clause_id]
        assert candidate.coverage == pytest.approx(coverage(query, entry.tokens), abs=1e-6)
        assert candidate.cosine == pytest.approx(cosine, abs=1e-5)


def test_a_number_or_latin_word_is_covered_whole_or_not_at_all(index: CandidateIndex) -> None:
    candidates = found(index, ["202", "25", "a"], vectors()[0])
    assert {c.coverage for c in candidates} == {0.0}


def test_each_candidate_has_the_standing_of_its_policy(index: CandidateIndex) -> None:
    for candidate in found(index, ["甲"], vectors()[0]):
        assert candidate.standing == STANDINGS[int(candidate.clause_id[1])]


def test_full_text_puts_the_clause_first_that_repeats_a_rare_word(tmp_path: Path) -> None:
    lexical = LocalIndex(written(tmp_path))._lexical
    assert lexical.find({"丁": 1.0}, [], 10) == [4, 3]
    assert lexical.find({"甲": 1.0, "乙": 1.0}, [], 1) == [0]


def test_the_best_of_both_are_found_and_each_has_both_views(index: CandidateIndex) -> None:
    query = ["戊", "乙"]
    candidates = {c.clause_id: c for c in found(index, query, vectors()[4], k=1)}
    by_text, by_vector = ENTRIES[1], ENTRIES[4]
    assert set(candidates) == {by_text.clause_id, by_vector.clause_id}
    cosine = float(vectors()[1] @ vectors()[4])
    assert candidates[by_text.clause_id].cosine == pytest.approx(cosine, abs=1e-5)
    covered = coverage(query, by_vector.tokens)
    assert candidates[by_vector.clause_id].coverage == pytest.approx(covered, abs=1e-6)
    assert covered > 0


def test_a_filter_limits_both_and_changes_no_view(index: CandidateIndex) -> None:
    query, vector = ["甲", "丁"], vectors()[0]
    everything = {c.clause_id: c for c in found(index, query, vector)}
    filtered = index.find(Wanted(query, vector), 10, Filters(policy_ids=("p1",)))
    assert {c.clause_id for c in filtered} == {"p1.n1", "p1.n3"}
    assert filtered == [everything[c.clause_id] for c in filtered]


def test_an_unknown_policy_holds_nothing(index: CandidateIndex) -> None:
    assert index.find(Wanted(["甲"], vectors()[0]), 10, Filters(policy_ids=("none",))) == []


def test_a_text_without_a_vector_is_found_by_its_tokens(index: CandidateIndex) -> None:
    candidates = found(index, ["戊"], np.zeros(8, dtype=np.float32))
    assert [(c.clause_id, c.coverage, c.cosine) for c in candidates] == [("p0.n2", 1.0, 0.0)]


def test_unknown_tokens_leave_the_vectors_to_answer(index: CandidateIndex) -> None:
    assert [c.coverage for c in found(index, ["无"], vectors()[0], k=2)] == [0.0, 0.0]


def test_a_synonym_adds_a_little_and_is_not_missed(index: CandidateIndex) -> None:
    plain = {c.clause_id: c for c in found(index, ["甲"], vectors()[0])}
    wanted = Wanted(["甲"], vectors()[0], related=["丁", "甲"])
    more = {c.clause_id: c for c in index.find(wanted, 10, EVERYTHING)}
    added = RELATED * idf("丁") ** 2 / idf("甲") ** 2
    assert more["p1.n1"].coverage == pytest.approx(plain["p1.n1"].coverage + added, abs=1e-6)
    assert more["p0.n0"].coverage == plain["p0.n0"].coverage == 1


def test_a_clause_that_holds_a_synonym_alone_is_found(index: CandidateIndex) -> None:
    wanted = Wanted(["无"], np.zeros(8, dtype=np.float32), related=["戊"])
    assert [c.clause_id for c in index.find(wanted, 10, EVERYTHING)] == ["p0.n2"]


def test_frequencies_are_of_clauses(index: CandidateIndex) -> None:
    assert [index.frequency(token) for token in ("丁", "甲", "无")] == [2, 2, 0]


def test_nothing_at_all_is_an_index_too(tmp_path: Path) -> None:
    builder = LocalBuilder(tmp_path, 8)
    builder.finish()
    assert found(LocalIndex(tmp_path), ["甲"], vectors()[0]) == []


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize(
    "part", ["entries.json", "dense.faiss", "lexical/meta.json", "coverage/tokens.bin"]
)
def test_a_missing_part_is_named(tmp_path: Path, part: str) -> None:
    (tmp_path / part).unlink()
    with pytest.raises(IndexDamaged) as caught:
        LocalIndex(tmp_path)
    assert caught.value.hint
