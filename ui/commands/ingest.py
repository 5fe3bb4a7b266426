"""`chatbot ingest`."""

from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from chatbot.wiring import open_cluster, open_embedder, open_ingest
from index.report import IngestReport
from ui.commands import console, settings, told

_SHOWN = 10
"""Files or warnings named one by one."""


def run(data: Path | None, paths: list[Path], cluster: str, *, rebuild: bool, yes: bool) -> None:
    """Ingest files and folders, with a progress bar and a summary."""
    if not paths and not rebuild:
        raise typer.BadParameter("请指明要导入的文件或文件夹")
    with told():
        chosen = settings(data)
        embedder = open_embedder(chosen)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        workers = open_cluster(chosen, cluster, embedder) if cluster else nullcontext()
        with (
            workers as preparing,
            Progress(*columns, TimeElapsedColumn(), console=console(error=True)) as bar,
        ):
            progress = partial(_show, bar, bar.add_task("", total=None))
            with closing(open_ingest(chosen, embedder, progress, preparing)) as opened:
                report = opened.sync(paths, rebuild=rebuild, allow=yes)
    summary(report)
    if report.failed:
        raise typer.Exit(1)


def _show(bar: Progress, task: TaskID, stage: str, done: int, total: int) -> None:
    bar.update(task, description=stage, completed=done, total=total)


def summary(report: IngestReport) -> None:
    """Say what an ingest did."""
    out = console()
    out.print(
        f"新增 {len(report.added)}，更新 {len(report.replaced)}，移除 {len(report.removed)}，"
        f"未变 {len(report.unchanged)}，"
        f"跳过（格式不支持）{len(report.skipped)}，失败 {len(report.failed)}"
    )
    if report.units:
        out.print(f"现收录 {report.policies:,} 份政策，{report.units:,} 条可检索的条款。")
    if report.described:
        out.print(f"重新读取了政策信息（时效、文种、层级等），{len(report.described):,} 份有变化。")
    _listed("移除", report.removed)
    _listed("注意", [f"{name}：{warning}" for name, warning in report.warnings])
    _listed("失败", [str(error) for _, error in report.failed])


def _listed(title: str, lines: list[str]) -> None:
    out = console()
    if lines:
        out.print(f"{title}：", style="bold")
    for line in lines[:_SHOWN]:
        out.print(f"  {line}", markup=False)
    if len(lines) > _SHOWN:
        out.print(f"  ……另有 {len(lines) - _SHOWN} 条")
