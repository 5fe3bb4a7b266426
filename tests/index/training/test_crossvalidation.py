"""Folds with laws apart and at random, over a handful of laws."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from index.embedders.builtin import BuiltinEmbedder, load
from index.training.crossvalidation import FOLDS, cross_validate
from index.training.labelled import Labelled
from index.training.lists import Corpus
from index.training.passages import Passage, passages

pytest.importorskip("scipy")

TOPICS = {
    "渔业法": ("捕捞许可证", "养殖水域", "休渔期"),
    "森林法": ("采伐林木", "造林绿化", "护林防火"),
    "商标法": ("注册商标", "商标转让", "驰名商标"),
    "公路法": ("公路收费", "公路养护", "超限车辆"),
    "档案法": ("档案开放", "档案移交", "档案鉴定"),
    "气象法": ("气象预报", "气象设施", "人工降雨"),
}


@pytest.fixture
def found(tmp_path: Path) -> list[Passage]:
    folder = tmp_path / "laws"
    folder.mkdir()
    for law, topics in TOPICS.items():
        articles = "\n\n".join(
            f"第{number}条 {topic}由县级以上人民政府主管部门依法管理，具体办法另行规定。"
            for number, topic in zip("一二三", topics, strict=True)
        )
        (folder / f"{law}.md").write_text(f"# {law}\n\n{articles}\n", encoding="utf-8")
    return passages(folder)


def questions() -> list[Labelled]:
    return [
        Labelled(f"{topic}归谁管", ((f"{law}.md", f"第{number}条"),))
        for law, topics in TOPICS.items()
        for number, topic in zip("一二三", topics, strict=True)
    ]


def test_each_kind_of_folds_has_its_figures_and_a_ranker_comes_of_it(
    found: list[Passage], tmp_path: Path
) -> None:
    corpus = Corpus(found, tmp_path / "index", load().dim)
    figures, ranker = cross_validate(questions(), corpus, lambda *_: load())
    assert {kind: of.questions for kind, of in figures.items()} == {
        "laws apart": 18,
        "at random": 18,
    }
    for of in figures.values():
        assert of.recall10 > 0.9
        assert 0.5 < of.ndcg10 <= 1
    assert ranker.coverage > 0
    assert ranker.cited == 0, "no law cites another here"


def test_what_is_tested_is_not_learned_from(found: list[Passage], tmp_path: Path) -> None:
    seen: list[tuple[set[str], frozenset[str]]] = []

    def teach(learned: Sequence[Labelled], unseen: frozenset[str]) -> BuiltinEmbedder:
        laws = {file.removesuffix(".md") for each in learned for file, _ in each.gold}
        seen.append((laws, unseen))
        return load()

    cross_validate(questions(), Corpus(found, tmp_path / "index", load().dim), teach)
    assert len(seen) == 2 * FOLDS
    apart, at_random = seen[:FOLDS], seen[FOLDS:]
    assert all(unseen and laws.isdisjoint(unseen) for laws, unseen in apart)
    assert set().union(*(unseen for _, unseen in apart)) == set(TOPICS)
    assert not any(unseen for _, unseen in at_random)


def test_the_candidates_are_those_of_the_product(found: list[Passage], tmp_path: Path) -> None:
    embedder = load()
    corpus = Corpus(found, tmp_path / "index", embedder.dim)
    ranking = corpus.ranking(questions()[0], corpus.index(embedder), embedder)
    assert len(ranking.candidates) == len(found)
    (right,) = (
        c for c, is_right in zip(ranking.candidates, ranking.right, strict=True) if is_right
    )
    assert right.coverage == max(c.coverage for c in ranking.candidates)
    assert corpus.of_laws(["渔业法"]).tolist() == [
        place for place, passage in enumerate(found) if passage.name == "渔业法"
    ]
