"""`chatbot eval`."""

from dataclasses import dataclass
from pathlib import Path

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from chatbot.chain import Chatbot
from chatbot.errors import BadSettings
from chatbot.evaluation.answers import Evaluation, evaluate
from chatbot.evaluation.report import REPORT, Run, text, write
from index.evaluation.questions import Case, as_line, read_cases, sampled
from ui.commands import console, opened, settings, told

_MADE = "questions.jsonl"
"""Where the questions made from a folder are written, beside the report."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says.

    Attributes:
        questions: question files.
        headings: a folder of policies to make questions from, after those of the files.
        report: a folder to write the report into.
        sample: how many questions to draw at random; 0 takes all.
    """

    questions: tuple[Path, ...]
    anchors: Path | None
    headings: Path | None
    report: Path | None
    ks: tuple[int, ...]
    sample: int
    seed: int


def run(data: Path | None, wanted: Wanted) -> None:
    """Put questions with known answers to the product, and show how well it does."""
    if not (wanted.questions or wanted.headings):
        raise typer.BadParameter("请指明问题文件，或用 --from-headings 指明政策文件夹")
    with told():
        # Before anything is asked: no mistake is found when the work is done.
        _prepare(wanted.report)
        cases = _cases(wanted)
        with opened(data) as chatbot:
            done = Run(
                _evaluated(cases, chatbot, wanted.ks),
                _setting(data, chatbot, cases, wanted),
                wanted.ks,
                wanted.seed,
            )
    console().print(text(done), markup=False)
    if wanted.report:
        write(done, wanted.report)
        console().print(f"报告写入 {wanted.report / REPORT}", markup=False)


def _prepare(folder: Path | None) -> None:
    """Make the folder of the report.

    Raises:
        BadSettings: if it cannot be made.
    """
    try:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSettings(
            f"无法建立文件夹 {folder}（{error.strerror}）。", hint="请换一个 --report。"
        ) from error


def _cases(wanted: Wanted) -> list[Case]:
    cases = read_cases(wanted.questions, wanted.anchors) if wanted.questions else []
    if wanted.headings:
        from index.evaluation.heldout import cases_of

        made = cases_of(wanted.headings, wanted.seed)
        if wanted.report:
            lines = "".join(f"{as_line(case)}\n" for case in made)
            (wanted.report / _MADE).write_text(lines, encoding="utf-8")
        cases += made
    return sampled(cases, wanted.sample, wanted.seed) if wanted.sample else cases


def _evaluated(cases: list[Case], chatbot: Chatbot, ks: tuple[int, ...]) -> Evaluation:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console(error=True)) as bar:
        task = bar.add_task("评测", total=len(cases))
        return evaluate(cases, chatbot, ks, lambda done, _: bar.update(task, completed=done))


def _setting(
    data: Path | None, chatbot: Chatbot, cases: list[Case], wanted: Wanted
) -> dict[str, str]:
    sources = [path.name for path in wanted.questions]
    if wanted.headings:
        sources.append(f"由 {wanted.headings.name} 中的标题和条文生成")
    drawn = f"（抽样，种子 {wanted.seed}）" if wanted.sample else ""
    return {
        "题目": f"{'、'.join(sources)}，{len(cases):,} 个问题{drawn}",
        "政策库": f"{len(chatbot.library.heads()):,} 份政策",
        "向量模型": settings(data).embedder,
    }
