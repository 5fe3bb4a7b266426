"""`chatbot audit`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from rich.table import Column, Table

from chatbot.api.audit import json_lines, question_lines, rights
from chatbot.api.entries import EntryOut
from chatbot.errors import BadOutput, BadSettings
from chatbot.export.audit import audit_csv, right, when
from chatbot.records import Records
from chatbot.records.audit import Sought
from chatbot.records.entry import Ending, Verdict
from chatbot.wiring import open_records
from ui.commands import console, opened, settings, told
from ui.commands.output import refuse_existing, save

Named = TypeVar("Named", bound=StrEnum)
_SHOWN = 60
"""Characters of a question in a list."""
_FILES = {".csv": audit_csv, ".jsonl": json_lines}


@contextmanager
def _records(data: Path | None) -> Iterator[Records]:
    with told():
        records = open_records(settings(data))
        try:
            yield records
        finally:
            records.close()


def wanted(
    words: str, status: str, verdict: str, since: datetime | None, until: datetime | None
) -> Sought:
    """What the command line asks for."""
    with told():
        return Sought(
            words=words,
            status=_named(Ending, status),
            verdict=_named(Verdict, verdict),
            since=since.astimezone().timestamp() if since else None,
            until=(until + timedelta(1)).astimezone().timestamp() if until else None,
        )


def show(data: Path | None, sought: Sought, limit: int) -> None:
    """List answers."""
    table = Table(Column("编号", no_wrap=True), "时间", "结果", "评价", "问题", "正确条款")
    with _records(data) as records:
        page = records.audit.page(sought, limit)
    for entry in page.entries:
        said = entry.feedback
        opinion = " ".join(filter(None, (said.verdict, said.reason))) if said else ""
        cells = (when(entry.at), entry.status, opinion, entry.question[:_SHOWN], right(entry))
        table.add_row(entry.id, *(cell.replace("[", r"\[") for cell in cells))
    console().print(table)
    console(error=True).print(f"共 {page.total:,} 条，列出 {len(page.entries)} 条。")


def show_one(data: Path | None, answer_id: str) -> None:
    """Show all that is kept of an answer."""
    with _records(data) as records:
        entry = records.answers.read(answer_id)
    console().print(EntryOut.of(entry).model_dump_json(indent=2), markup=False)


def export(data: Path | None, sought: Sought, output: Path, *, force: bool) -> None:
    """Write answers into a file."""
    with _records(data) as records:
        lines = _FILES.get(output.suffix)
        if lines is None:
            raise BadOutput(
                f"不支持 {output.suffix or '没有后缀'} 的文件。", hint="请用 .jsonl 或 .csv。"
            )
        refuse_existing(output, force=force)
        save(lines(records.audit.all(sought)), output, force=force)
    console(error=True).print(f"已写入 {output}", markup=False)


def mark(
    data: Path | None, answer_id: str, clauses: Sequence[str], note: str, *, nothing: bool
) -> None:
    """Say which clauses answer the question, or that nothing does."""
    with opened(data) as chatbot, _records(data) as records:
        if bool(clauses) == nothing:
            raise BadSettings(
                "须指明能回答问题的条款，或者用 --nothing 说明政策没有规定。",
                hint="条款的编号见 chatbot show 条款 --json 中的 clause_id。",
            )
        records.reviews.mark(answer_id, rights(chatbot.library, clauses), note)
    console(error=True).print(f"已复核 {answer_id}", markup=False)


def questions(data: Path | None, output: Path, *, force: bool) -> None:
    """Write the reviewed questions into a file that `chatbot eval` reads."""
    with _records(data) as records:
        refuse_existing(output, force=force)
        save(question_lines(records.reviews), output, force=force)
    console(error=True).print(f"已写入 {output}；用 chatbot eval {output} 评测", markup=False)


def _named(kind: type[Named], name: str) -> Named | None:
    if name and name not in set(kind):
        raise BadSettings(f"没有 {name!r} 这一项。", hint=f"可以是：{'、'.join(kind)}。")
    return kind(name) if name else None
