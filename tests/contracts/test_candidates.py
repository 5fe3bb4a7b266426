"""Every candidate index × the same cases, its values against brute force."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.candidates import (
    RELATED,
    Backend,
    Candidate,
    CandidateIndex,
    Entry,
    Standing,
    Wanted,
)
from index.candidates.local import LOCAL, LocalIndex
from index.embedders import Vectors
from index.errors import EmbedderMismatch, IndexDamaged
from index.filters import Filters
from index.milvus.backend import Milvus
from index.milvus.options import Options
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


@pytest.fixture(params=["local", "milvus"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    if request.param == "local":
        return LOCAL
    address: str = request.getfixturevalue("milvus")
    return Milvus(Options(address, timeout_s=60), tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "snapshots" / "00000001"
    place.mkdir(parents=True)
    return place


@pytest.fixture
def index(backend: Backend, folder: Path) -> CandidateIndex:
    return backend.open(written(backend, folder))


def written(backend: Backend, folder: Path) -> Path:
    builder = backend.builder(folder, 8)
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
    return list(index.find(Wanted(query, vector), k, EVERYTHING))


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


def test_full_text_puts_the_clause_first_that_repeats_a_rare_word(folder: Path) -> None:
    lexical = LocalIndex(written(LOCAL, folder))._lexical
    assert lexical.find({"丁": 1.0}, {}, 10).tolist() == [4, 3]
    assert lexical.find({"甲": 1.0, "乙": 1.0}, {}, 1).tolist() == [0]


def test_of_two_clauses_the_one_that_repeats_a_word_is_found_first(index: CandidateIndex) -> None:
    nothing = np.zeros(8, dtype=np.float32)
    assert [c.clause_id for c in found(index, ["丁"], nothing, k=1)] == ["p1.n3"]


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
    for candidate in filtered:
        same = everything[candidate.clause_id]
        # Sums of products are rounded as many rows at a time as an engine takes.
        assert candidate.cosine == pytest.approx(same.cosine, abs=1e-6)
        assert candidate._replace(cosine=0) == same._replace(cosine=0)


def test_an_unknown_policy_holds_nothing(index: CandidateIndex) -> None:
    nowhere = Filters(policy_ids=("none",))
    assert len(index.find(Wanted(["甲"], vectors()[0]), 10, nowhere)) == 0


def test_a_text_without_a_vector_is_found_by_its_tokens(index: CandidateIndex) -> None:
    candidates = found(index, ["戊"], np.zeros(8, dtype=np.float32))
    assert [(c.clause_id, c.coverage, c.cosine) for c in candidates] == [("p0.n2", 1.0, 0.0)]


def test_unknown_tokens_leave_the_vectors_to_answer(index: CandidateIndex) -> None:
    assert [c.coverage for c in found(index, ["无"], vectors()[0], k=2)] == [0.0, 0.0]


def test_a_synonym_adds_a_little_and_is_not_missed(index: CandidateIndex) -> None:
    plain = {c.clause_id: c for c in found(index, ["甲"], vectors()[0])}
    wanted = Wanted(["甲"], vectors()[0], related={"丁": [[]], "甲": [[]]})
    more = {c.clause_id: c for c in index.find(wanted, 10, EVERYTHING)}
    added = RELATED * idf("丁") ** 2 / idf("甲") ** 2
    assert more["p1.n1"].coverage == pytest.approx(plain["p1.n1"].coverage + added, abs=1e-6)
    assert more["p0.n0"].coverage == plain["p0.n0"].coverage == 1


def test_a_synonym_tells_no_more_than_what_was_typed_where_clauses_hold_that(
    index: CandidateIndex,
) -> None:
    assert idf("己") > idf("甲")
    wanted = Wanted(["甲"], vectors()[0], related={"己": [["甲"]]})
    more = {c.clause_id: c for c in index.find(wanted, 10, EVERYTHING)}
    assert more["p1.n3"].coverage == pytest.approx(RELATED, abs=1e-6)


@pytest.mark.parametrize("others", [[["甲"], ["无"]], [["无"], ["甲"]], [["甲"], []]])
def test_of_several_wordings_the_one_that_clauses_lack_counts(
    index: CandidateIndex, others: list[list[str]]
) -> None:
    wanted = Wanted(["甲"], vectors()[0], related={"己": others})
    more = {c.clause_id: c for c in index.find(wanted, 10, EVERYTHING)}
    assert more["p1.n3"].coverage == pytest.approx(RELATED * idf("己") ** 2 / idf("甲") ** 2)


def test_a_clause_that_holds_a_synonym_alone_is_found(index: CandidateIndex) -> None:
    wanted = Wanted(["无"], np.zeros(8, dtype=np.float32), related={"戊": [["无"]]})
    assert [c.clause_id for c in index.find(wanted, 10, EVERYTHING)] == ["p0.n2"]


def test_frequencies_are_of_clauses(index: CandidateIndex) -> None:
    assert [index.frequency(token) for token in ("丁", "甲", "无")] == [2, 2, 0]


def test_nothing_at_all_is_an_index_too(backend: Backend, folder: Path) -> None:
    backend.builder(folder, 8).finish()
    assert found(backend.open(folder), ["甲"], vectors()[0]) == []


def test_another_dimension_is_another_embedder(index: CandidateIndex) -> None:
    with pytest.raises(EmbedderMismatch):
        found(index, ["甲"], np.ones(9, dtype=np.float32))


def test_the_next_index_begins_with_the_one_before_which_stays(
    backend: Backend, index: CandidateIndex, folder: Path
) -> None:
    following = next_after(folder)
    builder = backend.builder(following, 8, folder, ["p1"])
    assert len(builder) == 3
    again = Entry("p1.n9", "p1", cut("甲 庚"), Standing(cited=2.0))
    builder.add([again], vectors()[:1])
    builder.rate({"p0": Standing(cited=0.5)})
    builder.finish()
    after = {c.clause_id: c for c in found(backend.open(following), ["甲"], vectors()[0])}
    assert sorted(after) == ["p0.n0", "p0.n2", "p0.n4", "p1.n9"]
    assert after["p1.n9"].standing == Standing(cited=2.0)
    assert after["p0.n0"].standing == Standing(cited=0.5)
    assert after["p1.n9"].cosine == pytest.approx(1, abs=1e-5)
    before = {c.clause_id: c for c in found(index, ["甲"], vectors()[0])}
    assert sorted(before) == ["p0.n0", "p0.n2", "p0.n4", "p1.n1", "p1.n3"]
    assert before["p1.n1"].standing == STANDINGS[1]


def test_an_index_that_was_begun_with_weighs_words_like_one_built_anew(
    backend: Backend, index: CandidateIndex, folder: Path
) -> None:
    assert index.frequency("甲") == 2
    following = next_after(folder)
    builder = backend.builder(following, 8, folder, ["p1"])
    builder.finish()
    begun = backend.open(following)
    anew = next_after(following)
    other = backend.builder(anew, 8)
    other.add(ENTRIES[:3], vectors()[:3])
    other.finish()
    for query in (["甲", "丙"], ["乙", "2025"]):
        assert found(begun, query, vectors()[0]) == found(backend.open(anew), query, vectors()[0])


def next_after(folder: Path) -> Path:
    following = folder.with_name(f"{int(folder.name) + 1:08d}")
    following.mkdir()
    return following


def test_most_of_an_index_is_worth_beginning_with(backend: Backend, folder: Path) -> None:
    written(backend, folder)
    assert backend.worth_beginning_with(folder, [])
    assert not backend.worth_beginning_with(folder, ["p0", "p1"])


def test_beside_vectors_full_text_leaves_out_more_of_what_is_common(folder: Path) -> None:
    tokens = [["甲"], *[["乙"]] * 10, *[["丙"]] * 29]
    entries = [Entry(f"p0.n{i}", "p0", held) for i, held in enumerate(tokens)]
    near = np.eye(8, dtype=np.float32)[0]
    builder = LOCAL.builder(folder, 8)
    builder.add(entries, np.array([near if i > 10 else -near for i in range(40)]))
    builder.finish()
    index = LOCAL.open(folder)
    alone = [c.clause_id for c in found(index, ["甲", "乙"], np.zeros(8, dtype=np.float32), k=5)]
    beside = [c.clause_id for c in found(index, ["甲", "乙"], near, k=5)]
    assert alone == [f"p0.n{i}" for i in range(5)]
    assert {c for c in beside if c in alone} == {"p0.n0"}
    assert len(beside) == 6


LOCAL_PARTS = ["entries.json", "dense.faiss", "lexical/meta.json", "coverage/tokens.bin"]
MILVUS_PARTS = ["milvus.json", "dimensions.npy", "counts.npy"]


@pytest.mark.parametrize(
    ("backend", "part"),
    [("local", part) for part in LOCAL_PARTS] + [("milvus", part) for part in MILVUS_PARTS],
    indirect=["backend"],
)
def test_a_missing_part_is_named(backend: Backend, folder: Path, part: str) -> None:
    (written(backend, folder) / part).unlink()
    with pytest.raises(IndexDamaged) as caught:
        backend.open(folder)
    assert caught.value.hint
