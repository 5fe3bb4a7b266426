"""The same 10,000 clauses in files (FAISS, tantivy) and with Milvus: the same top results."""

import random
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from index import ranking
from index.candidates import Backend, CandidateIndex, Candidates, Entry, Standing, Wanted
from index.candidates.local import LOCAL
from index.embedders import load
from index.embedders.builtin import BuiltinEmbedder
from index.filters import Filters
from index.milvus.backend import Milvus
from index.milvus.options import Options
from index.ranking import Ranker
from index.search import POOL
from index.tokens import cut

CLAUSES, BATCH, A_POLICY = 10_000, 1_000, 40
QUESTIONS, K = 20, 10
CHARACTERS = (
    "建设推进支持鼓励完善加强制定落实引导规范开展培育健全发布组织施优化产业企平台标准人才资金创新技"
    "术市场服务机构体系项目数据安环境教通农能源融医疗养老住房就科文旅游水利林海洋航空材料装备软件网"
)


@pytest.fixture(scope="module")
def embedder() -> BuiltinEmbedder:
    made = load("builtin")
    assert isinstance(made, BuiltinEmbedder)
    return made


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Clauses of words as often as words are: the n-th has a share of 1/n."""
    choose = random.Random(0)
    words = ["".join(choose.sample(CHARACTERS, 2)) for _ in range(3_000)]
    shares = [1 / n for n in range(1, len(words) + 1)]
    return ["".join(choose.choices(words, shares, k=choose.randint(6, 12))) for _ in range(CLAUSES)]


def built(
    backend: Backend, folder: Path, texts: list[str], embedder: BuiltinEmbedder
) -> CandidateIndex:
    folder.mkdir()
    builder = backend.builder(folder, embedder.dim)
    for start in range(0, CLAUSES, BATCH):
        bags = [cut(text) for text in texts[start : start + BATCH]]
        entries = [
            Entry(f"p{at // A_POLICY}.n{at}", f"p{at // A_POLICY}", bag, Standing(at % 7 / 7))
            for at, bag in enumerate(bags, start)
        ]
        builder.add(entries, embedder.bags(bags, len(bags)))
    builder.finish()
    return backend.open(folder)


@pytest.fixture(scope="module")
def both(
    milvus: str,
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[str],
    embedder: BuiltinEmbedder,
) -> tuple[CandidateIndex, CandidateIndex]:
    data = tmp_path_factory.mktemp("parity")
    server = Milvus(Options(milvus, collection=f"t{token_hex(4)}", timeout_s=60), data)
    return (
        built(LOCAL, data / "files", texts, embedder),
        built(server, data / "milvus", texts, embedder),
    )


def questions(texts: list[str]) -> Iterator[str]:
    """Half of the words of a clause, in another order."""
    choose = random.Random(1)
    for text in choose.sample(texts, QUESTIONS):
        words = [text[at : at + 2] for at in range(0, len(text), 2)]
        yield "".join(choose.sample(words, len(words) // 2))


def top(ranker: Ranker, found: Candidates) -> set[str]:
    odds = zip(ranker.odds(found), found, strict=True)
    ranked = sorted(odds, key=lambda each: (-each[0], each[1].clause_id))
    return {candidate.clause_id for _, candidate in ranked[:K]}


def test_nineteen_of_twenty_top_results_are_those_of_faiss(
    both: tuple[CandidateIndex, CandidateIndex], texts: list[str], embedder: BuiltinEmbedder
) -> None:
    ranker = ranking.of(embedder)
    shared = []
    for question in questions(texts):
        wanted = Wanted(cut(question), embedder.query(question))
        tops = [top(ranker, index.find(wanted, POOL, Filters())) for index in both]
        shared.append(len(tops[0] & tops[1]) / K)
    assert sum(shared) / len(shared) >= 0.95


def test_every_view_of_what_both_found_is_the_same(
    both: tuple[CandidateIndex, CandidateIndex], texts: list[str], embedder: BuiltinEmbedder
) -> None:
    wanted = Wanted(cut(texts[17]), embedder.query(texts[17]))
    by_files, by_milvus = (
        {each.clause_id: each for each in index.find(wanted, POOL, Filters())} for index in both
    )
    common = by_files.keys() & by_milvus.keys()
    assert len(common) > POOL
    for key in common:
        assert by_milvus[key].coverage == pytest.approx(by_files[key].coverage, abs=1e-5)
        assert by_milvus[key].cosine == pytest.approx(by_files[key].cosine, abs=1e-5)
        assert by_milvus[key].standing == by_files[key].standing


def test_words_are_counted_alike(
    both: tuple[CandidateIndex, CandidateIndex], texts: list[str]
) -> None:
    local, remote = both
    for token in cut(texts[3]):
        assert remote.frequency(token) == local.frequency(token)
