"""An evaluation → a report in Markdown, with plots beside it, and a line for each question."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatbot.evaluation.answers import ERROR, Evaluation, Result
from chatbot.evaluation.summary import answerability, by_kind, declined, figure
from index.evaluation.bootstrap import RESAMPLES, Estimate

REPORT, ROWS = "report.md", "results.jsonl"
"""Names of the files written."""
_SHOWN = 20
"""Missing gold clauses named on the terminal and in the report; the count is of all."""
_ANSWERS = {
    "cited@1": "首条引用正确",
    "cited": "引用召回",
    "contains": "含应有内容",
    "status": "应答得当",
    "verbatim": "引文逐字",
    "citations": "引用条数",
}
_NO_PLOTS = "没有图：没有安装 matplotlib（它在可选依赖 eval 中）。"


@dataclass(frozen=True, slots=True)
class Run:
    """An evaluation and how it came about.

    Attributes:
        setting: what was evaluated, label → value, for the head of the report.
        ks: where recall was taken.
        seed: of the bootstrap.
    """

    evaluation: Evaluation
    setting: Mapping[str, str]
    ks: tuple[int, ...]
    seed: int

    @property
    def retrieval(self) -> tuple[str, ...]:
        """Names of the figures of retrieval."""
        return (*(f"Recall@{k}" for k in self.ks), "MRR@10", "nDCG@10")


def text(run: Run) -> str:
    """The figures as Markdown."""
    kinds = by_kind(run.evaluation.results)
    return "\n".join(
        (
            "# 评测报告\n",
            *(f"- {label}：{value}" for label, value in run.setting.items()),
            *_notes(run.evaluation),
            f"- 方括号内为 95% 置信区间（自助法，{RESAMPLES:,} 次重抽样，种子 {run.seed}）\n",
            "## 检索\n",
            *_table(kinds, {name: name for name in run.retrieval}, run.seed),
            "\n## 回答与引用\n",
            *_table(kinds, _ANSWERS, run.seed),
            "\n## 拒答\n",
            *_declined(kinds, run.seed),
            "",
            *_answerability(run),
        )
    )


def write(run: Run, folder: Path) -> None:
    """Write report, plots and results into `folder`."""
    rows = (json.dumps(_row(each), ensure_ascii=False) for each in run.evaluation.results)
    (folder / ROWS).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    (folder / REPORT).write_text(f"{text(run)}\n## 图\n\n{_plots(run, folder)}\n", encoding="utf-8")


def _plots(run: Run, folder: Path) -> str:
    try:
        from chatbot.evaluation.plots import draw
    except ModuleNotFoundError:
        return _NO_PLOTS
    drawn = draw(run.evaluation.results, run.ks, run.seed, folder)
    return "\n\n".join(f"![{title}]({file})" for title, file in drawn)


def _notes(evaluation: Evaluation) -> Iterator[str]:
    if absent := evaluation.missing:
        named = "；".join(map(str, absent[:_SHOWN]))
        more = "……" if len(absent) > _SHOWN else ""
        yield f"- **库中没有的标准条款 {len(absent):,} 条**，各项指标均按未找到计：{named}{more}"
    if failed := [each.case.id for each in evaluation.results if each.status == ERROR]:
        yield f"- **未能回答的问题 {len(failed):,} 个**，按答错计：{'、'.join(failed[:_SHOWN])}"


def _table(
    kinds: Mapping[str, Sequence[Result]], names: Mapping[str, str], seed: int
) -> Iterator[str]:
    def cells(results: Sequence[Result]) -> Iterable[str]:
        return (_cell(figure(results, name, seed)) for name in names)

    return _rows(kinds, list(names.values()), cells)


def _declined(kinds: Mapping[str, Sequence[Result]], seed: int) -> Iterator[str]:
    def cells(results: Sequence[Result]) -> Iterable[str]:
        return (_cell(declined(results, seed, answerable=can)) for can in (False, True))

    return _rows(kinds, ["无答案的问题中拒答", "有答案的问题中拒答"], cells)


def _rows(
    kinds: Mapping[str, Sequence[Result]],
    headings: Sequence[str],
    cells: Callable[[Sequence[Result]], Iterable[str]],
) -> Iterator[str]:
    yield f"| 类别 | 问题数 | {' | '.join(headings)} |"
    yield f"|---|{'---:|' * (len(headings) + 1)}"
    for kind, results in kinds.items():
        yield f"| {kind} | {len(results):,} | {' | '.join(cells(results))} |"


def _answerability(run: Run) -> Iterator[str]:
    found = answerability(run.evaluation.results, run.seed)
    if not found.curve:
        yield "题目没有同时包含有答案和无答案的问题，不计算可答性分数的区分度和校准。\n"
        return
    yield f"- 可答性分数的 AUROC：{_cell(found.auroc)}"
    yield f"- Brier 分数：{_cell(found.brier)}"
    yield f"- 期望校准误差（ECE，10 个等宽区间）：{_cell(found.ece)}\n"
    yield "| 分数区间 | 问题数 | 平均分数 | 实际有答案 |"
    yield "|---|---:|---:|---:|"
    for one in found.curve:
        yield f"| {one.low:.1f}–{one.high:.1f} | {one.count:,} | {one.said:.3f} | {one.was:.3f} |"
    yield ""


def _cell(found: Estimate | None) -> str:
    return f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]" if found else "–"


def _row(result: Result) -> dict[str, object]:
    return {
        "id": result.case.id,
        "kind": result.case.kind,
        "question": result.case.question,
        "answerable": result.case.answerable,
        "status": result.status,
        "score": round(result.score, 6),
        **{name: round(value, 6) for name, value in result.figures.items()},
    }
