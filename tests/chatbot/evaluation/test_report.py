"""The report."""

import json
import sys
from pathlib import Path

import pytest

from chatbot.evaluation.answers import Evaluation
from chatbot.evaluation.report import Run, text, write


@pytest.fixture
def run(evaluation: Evaluation) -> Run:
    return Run(evaluation, {"题目": "五个问题"}, (1, 10), seed=0)


def test_every_kind_has_its_figures_with_an_interval(run: Run) -> None:
    shown = text(run)
    assert "- 题目：五个问题" in shown
    assert "| 类别 | 问题数 | Recall@1 | Recall@10 | MRR@10 | nDCG@10 |" in shown
    for kind, count in (("事实", 2), ("none", 2), ("turns", 1), ("全部", 5)):
        assert shown.count(f"| {kind} | {count} |") == 3
    assert "| turns | 1 | 1.000 [1.000, 1.000] |" in shown
    assert "AUROC" in shown
    assert "ECE" in shown


def test_what_is_missing_and_what_failed_is_named_and_counted(run: Run) -> None:
    shown = text(run)
    assert "库中没有的标准条款 1 条" in shown
    assert "无.md 一" in shown
    assert "未能回答的问题 1 个" in shown


def test_without_a_question_that_has_no_answer_nothing_is_said_of_the_score(
    evaluation: Evaluation,
) -> None:
    shown = text(Run(Evaluation(evaluation.results[:1], ()), {}, (1,), 0))
    assert "AUROC：" not in shown
    assert "不计算" in shown


def test_the_report_is_written_with_its_plots_and_a_line_for_each_question(
    run: Run, tmp_path: Path
) -> None:
    pytest.importorskip("matplotlib")
    write(run, tmp_path)
    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    for name in ("recall.svg", "kinds.svg", "reliability.svg"):
        assert f"]({name})" in report
        assert (tmp_path / name).exists()
    rows = (tmp_path / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(row)["id"] for row in rows] == ["1", "2", "3", "4", "5"]


def test_without_matplotlib_the_report_is_written_and_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "chatbot.evaluation.plots", raising=False)
    write(run, tmp_path)
    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert report.startswith("# 评测报告")
    assert "没有安装 matplotlib" in report
    assert list(tmp_path.glob("*.svg")) == []
