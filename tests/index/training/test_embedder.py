"""From a folder of texts to an embedder."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.embedders.builtin import BuiltinEmbedder, load
from index.errors import UnreadableFile
from index.training.contrast import Schedule
from index.training.embedder import Recipe, seeded, train

pytest.importorskip("sentence_transformers")

QUICK = Recipe(size=3_000, dim=16, texts=Schedule(batch=8), questions=Schedule(batch=4, epochs=8))
ARTICLES = """# 测试劳动法

第一条 用人单位应当按月支付劳动报酬，不得克扣。违反规定的，由劳动行政部门责令改正。

第二条 劳动者连续工作一年以上的，享受带薪年休假。具体办法由国务院规定。

第三条 采伐林木应当申请采伐许可证。县级以上林业主管部门负责核发许可证。

第四条 企业应当建立安全生产制度，防止发生事故。发生事故的，应当立即报告。
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "劳动法.md").write_text(ARTICLES, encoding="utf-8")
    return folder


def test_a_model_trained_anew_is_ready_for_use(texts: Path, tmp_path: Path) -> None:
    embedder = train(texts, tmp_path / "model", recipe=QUICK).embedder
    assert BuiltinEmbedder(tmp_path / "model").name == embedder.name
    assert "老板" in embedder.tokens


def test_the_same_seed_gives_the_same_model(texts: Path, tmp_path: Path) -> None:
    first = train(texts, tmp_path / "1", recipe=QUICK).embedder
    again = train(texts, tmp_path / "2", recipe=QUICK).embedder
    other = train(texts, tmp_path / "3", recipe=seeded(QUICK, 1)).embedder
    assert first.name == again.name != other.name


def test_adapting_keeps_what_was_known(texts: Path, tmp_path: Path) -> None:
    start = load()
    adapted = train(texts, tmp_path / "model", start=start, recipe=QUICK).embedder
    assert adapted.tokens[: len(start.tokens)] == start.tokens
    question = "汽车排放超标怎么处罚"
    assert adapted.query(question) @ start.query(question) > 0.9


def test_labelled_questions_bring_their_clauses_nearer(texts: Path, tmp_path: Path) -> None:
    labels = tmp_path / "questions.jsonl"
    labels.write_text(
        '{"question": "砍树要什么手续", "gold": [{"file": "劳动法.md", "article": "第三条"}]}\n'
        '{"question": "几时能歇班", "gold": [{"file": "劳动法.md", "article": "第二条"}]}\n',
        encoding="utf-8",
    )
    recipe = replace(QUICK, negatives=2)
    plain = train(texts, tmp_path / "1", start=load(), recipe=recipe).embedder
    taught = train(texts, tmp_path / "2", start=load(), questions=labels, recipe=recipe).embedder
    assert lead_of_the_right_clause(taught) > lead_of_the_right_clause(plain) + 0.05


def test_a_folder_without_clauses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有可供训练的条款"):
        train(tmp_path, tmp_path / "model")


def test_questions_that_name_no_clause_of_the_folder_are_refused(
    texts: Path, tmp_path: Path
) -> None:
    labels = tmp_path / "questions.jsonl"
    labels.write_text('{"question": "问", "gold": []}', encoding="utf-8")
    with pytest.raises(UnreadableFile, match="没有一个问题"):
        train(texts, tmp_path / "model", questions=labels, recipe=QUICK)


def lead_of_the_right_clause(embedder: BuiltinEmbedder) -> float:
    right, wrong = embedder.documents(["劳动者享受带薪年休假。", "企业应当建立安全生产制度。"])
    return float((right - wrong) @ embedder.query("几时能歇班"))
