"""Every system that is installed, each in its own process, on two hundred clauses."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks import compare, peers
from benchmarks.compare import Plan
from benchmarks.peers import PEERS, missing
from benchmarks.table import OURS, Row, ratios

SENTENCES = {
    "第一条": "县级人民政府应当每年公布行政处罚裁量基准目录。",
    "第二条": "食品生产经营者应当建立进货查验记录制度，保存期限不少于二年。",
    "第三条": "用人单位不得以乘坐地铁迟到为由扣发全勤奖金，也不得以此解除与劳动者订立的合同。",
}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    folder = tmp_path_factory.mktemp("toy")
    corpus = folder / "corpus"
    corpus.mkdir()
    body = "\n\n".join(f"{number} {sentence}" for number, sentence in SENTENCES.items())
    (corpus / "办法.md").write_text(f"# 某市若干办法\n\n{body}\n", encoding="utf-8")
    asked = [
        {"question": sentence, "gold": [{"file": "办法.md", "article": number}]}
        for number, sentence in SENTENCES.items()
    ]
    lines = "\n".join(json.dumps(line, ensure_ascii=False) for line in asked)
    (folder / "questions.jsonl").write_text(lines, encoding="utf-8")
    return Plan(
        sizes=[200],
        cores=[1],
        systems=list(PEERS),
        corpus=corpus,
        questions=folder / "questions.jsonl",
        count=10,
        seconds=1,
        patience=100,
    )


@pytest.fixture(scope="module")
def rows(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Row]:
    return compare.compare(plan, tmp_path_factory.mktemp("scratch"))


def test_there_is_a_row_for_each_system_and_ours_has_figures(rows: Sequence[Row]) -> None:
    assert [row.system for row in rows] == list(PEERS)
    assert {row.system: bool(row.why_not) for row in rows} == {
        name: bool(missing(name)) for name in PEERS
    }
    assert not rows[0].why_not
    assert rows[0].system == OURS


def test_each_system_finds_an_exact_sentence(rows: Sequence[Row]) -> None:
    found = {row.system: row.recall for row in rows if not row.why_not}
    assert found == dict.fromkeys(found, 1.0)


def test_figures_are_possible_ones(rows: Sequence[Row]) -> None:
    for row in rows:
        if not row.why_not:
            assert 190 <= row.size <= 200
            assert 0 < row.build_s <= row.whole_s
            assert 0 < row.private_mb <= row.resident_mb <= row.peak_mb
            assert 0 < row.p50_ms <= row.p99_ms
            assert row.asked == len(SENTENCES)


def test_ratios_are_those_of_the_figures(rows: Sequence[Row]) -> None:
    ours = rows[0]
    for row in rows:
        if found := ratios(row, rows):
            assert found.query_p50 == row.p50_ms / ours.p50_ms
            assert found.resident == row.resident_mb / ours.resident_mb


def test_a_system_that_is_not_installed_says_so(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(peers.PEERS, "absent", ("nowhere", ("no_such_package",)))
    only = Plan([100], [1], ["absent"], plan.corpus, plan.questions, 1, 1, 100)
    assert [row.why_not for row in compare.compare(only, tmp_path)] == [
        "not installed: no_such_package"
    ]


def test_what_took_long_at_a_smaller_size_is_not_run_at_a_larger_one(
    plan: Plan, tmp_path: Path
) -> None:
    hasty = Plan([100, 200], [1], [OURS], plan.corpus, plan.questions, 1, 0, 0)
    first, second = compare.compare(hasty, tmp_path)
    assert not first.why_not
    assert second.why_not.startswith("not run: would take about")
