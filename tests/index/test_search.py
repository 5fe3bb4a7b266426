from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.clause import Kind
from index.embedders import Vectors, load
from index.embedders.builtin import BuiltinEmbedder
from index.errors import EmbedderMismatch, EmbedderUnavailable
from index.filters import Filters
from index.ingest import ingest
from index.policy import policy_id
from index.rerankers import Scores
from index.search import Searcher
from index.snapshot import open_searcher

LAW = (
    "# 平台法\n第一条 建设下列平台：\n（一）中试平台；\n（二）验证平台。\n"
    "中试平台向企业开放。\n第二条 引进人才。"
)
OPINION = "# 关于交通的意见\n一、公路。修建公路，连接平台。"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    (folder / "法.md").write_text(LAW, encoding="utf-8")
    (folder / "意见.md").write_text(OPINION, encoding="utf-8")
    ingest(folder / "data", [folder], embedder=load("builtin"))
    return folder / "data"


@pytest.fixture(scope="module")
def searcher(data: Path) -> Iterator[Searcher]:
    opened = open_searcher(data, embedder=load("builtin"))
    yield opened
    opened.close()


def test_the_clause_that_says_it_comes_first(searcher: Searcher) -> None:
    assert searcher.search("引进人才")[0].clause.number == "第二条"


def test_an_article_takes_one_place_with_all_that_stands_below_it(searcher: Searcher) -> None:
    hits = searcher.search("中试平台")
    assert [hit.clause.kind for hit in hits].count(Kind.ARTICLE) == 2
    assert "（一）中试平台" in hits[0].clause.text
    assert len({hit.clause.id for hit in hits}) == len(hits)


def test_scores_fall_and_lie_between_0_and_1(searcher: Searcher) -> None:
    scores = [hit.score for hit in searcher.search("中试平台")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_filter_limits_the_policies(searcher: Searcher) -> None:
    only = Filters(policy_ids=(policy_id("意见.md"),))
    assert {hit.policy.source_file for hit in searcher.search("平台", filters=only)} == {"意见.md"}


def test_of_equal_texts_the_one_that_others_cite_comes_first(tmp_path: Path) -> None:
    same = "第一条 平台应当向企业开放。"
    (tmp_path / "1.md").write_text(f"# 甲办法\n{same}", encoding="utf-8")
    (tmp_path / "2.md").write_text(f"# 乙办法\n{same}", encoding="utf-8")
    (tmp_path / "3.md").write_text("# 通知\n一、依据。依照《乙办法》。", encoding="utf-8")
    embedder = load("builtin")
    ingest(tmp_path / "data", [tmp_path], embedder=embedder)
    opened = open_searcher(tmp_path / "data", embedder=embedder)
    assert opened.search("平台向企业开放")[0].policy.name == "乙办法"
    opened.close()


def test_of_many_copies_the_first_by_its_id_is_found(tmp_path: Path) -> None:
    for number in range(70):
        (tmp_path / f"{number}.md").write_text(LAW, encoding="utf-8")
    ingest(tmp_path / "data", [tmp_path], embedder=load("builtin"))
    with closing(open_searcher(tmp_path / "data", embedder=load("builtin"))) as opened:
        found = {hit.clause.number: hit.clause.policy_id for hit in opened.search("引进人才")}
        first = min(head.id for head in opened.library.heads())
    assert set(found.values()) == {first}


def test_no_more_than_asked_for(searcher: Searcher) -> None:
    assert len(searcher.search("平台", k=1)) == 1


@pytest.mark.parametrize("text", ["", "，。", "🙂"])
def test_a_text_without_tokens_finds_nothing(searcher: Searcher, text: str) -> None:
    assert searcher.search(text) == []


@pytest.mark.parametrize(
    "text", ['"平台" AND (', "tokens:平台", "*", "平台 -人才 +x^2", "' OR 1=1"]
)
def test_a_query_language_is_just_text(searcher: Searcher, text: str) -> None:
    assert isinstance(searcher.search(text), list)


def test_the_title_and_the_headings_above_count(searcher: Searcher) -> None:
    assert searcher.search("交通")[0].policy.name == "关于交通的意见"
    assert Path(searcher.search("交通")[0].policy.source_file) == Path("意见.md")


class Failing:
    """An embedder whose server is gone."""

    name, dim = load("builtin").name, load("builtin").dim

    def documents(self, texts: list[str]) -> Vectors:
        raise EmbedderUnavailable("没有回答。")

    def query(self, text: str) -> Vectors:
        raise EmbedderUnavailable("没有回答。", hint="请稍后再试。")


class Wider(BuiltinEmbedder):
    """An embedder that changed behind its name."""

    def query(self, text: str) -> Vectors:
        return np.ones(self.dim + 1, dtype=np.float32)


def test_without_its_embedder_full_text_alone_finds_and_says_so(
    searcher: Searcher, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reading = open_searcher(data, embedder=Failing())
    hits = reading.search("引进人才")
    assert hits[0].clause.number == "第二条"
    assert all(hit.text_only and hit.cosine == 0 for hit in hits)
    assert not any(hit.text_only for hit in searcher.search("引进人才"))
    assert "没有回答" in caplog.text
    reading.close()


def test_an_embedder_that_changed_behind_its_name_is_refused(data: Path) -> None:
    reading = open_searcher(data, embedder=Wider())
    with pytest.raises(EmbedderMismatch, match=r"256 维.*257 维") as caught:
        reading.search("引进人才")
    assert "--rebuild" in caught.value.hint
    reading.close()


class Shortest:
    """A reranker that prefers the shortest of what it is shown."""

    name = "shortest"

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        return np.array([1 / len(text) for text in texts], dtype=np.float32)


def test_a_reranker_has_the_last_word_on_the_best_20(tmp_path: Path) -> None:
    """Also on those that would not have been among the k."""
    lines = [f"第{n}条 平台{'，平台' * (30 - n)}。" for n in range(1, 31)]
    (tmp_path / "法.md").write_text("\n".join(["# 平台法", *lines]), encoding="utf-8")
    embedder = load("builtin")
    ingest(tmp_path / "data", [tmp_path], embedder=embedder)
    plain = open_searcher(tmp_path / "data", embedder=embedder)
    reranked = open_searcher(tmp_path / "data", embedder=embedder, reranker=Shortest())
    first = plain.search("平台", k=20)
    found = reranked.search("平台", k=3)
    shortest = sorted(first, key=lambda hit: len(hit.clause.text))[:3]
    assert [hit.clause.id for hit in found] == [hit.clause.id for hit in shortest]
    assert [hit.clause.id for hit in found] != [hit.clause.id for hit in first[:3]]
    scores = [hit.score for hit in found]
    assert scores == sorted(scores, reverse=True)
    plain.close()
    reranked.close()


def test_what_is_found_during_an_ingest_is_of_one_state(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 甲\n一、平台。旧。\n二、平台。旧。", encoding="utf-8")
    embedder = load("builtin")
    ingest(tmp_path / "data", [tmp_path / "a.md"], embedder=embedder)
    reading = open_searcher(tmp_path / "data", embedder=embedder)
    (tmp_path / "a.md").write_text("# 甲\n一、平台。新。\n二、平台。新。", encoding="utf-8")
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(reading.search, ["平台"] * 400)
        ingest(tmp_path / "data", [tmp_path / "a.md"], embedder=embedder)
        states = {tuple(sorted(hit.clause.text[-2:] for hit in hits)) for hits in found}
    assert states <= {("旧。", "旧。"), ("新。", "新。")}
    reading.close()
