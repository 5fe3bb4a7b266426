"""Recorded answers as CSV, in UTF-8 with the mark by which Excel knows it."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO

from chatbot.export.csv import plain
from chatbot.records.entry import Entry

_COLUMNS = (
    "编号",
    "时间",
    "途径",
    "问题",
    "理解为",
    "结果",
    "方式",
    "略去句数",
    "回答",
    "出处",
    "用时（毫秒）",
    "政策库版本",
    "索引",
    "评价",
    "原因",
    "补充说明",
    "正确条款",
    "备注",
)
NOTHING = "政策没有规定"
"""What stands for the right clauses where there are none."""


def audit_csv(entries: Iterable[Entry]) -> Iterator[bytes]:
    """A line for each answer, one at a time; no cell is a formula to a spreadsheet."""
    yield _line(_COLUMNS).encode("utf-8-sig")
    for entry in entries:
        yield _line(_cells(entry)).encode("utf-8", errors="replace")


def when(moment: float) -> str:
    """A time, in this machine's zone."""
    return f"{datetime.fromtimestamp(moment).astimezone():%Y-%m-%d %H:%M:%S}"


def right(entry: Entry) -> str:
    """The clauses that answer the question, as an administrator said; "" if nobody did."""
    if entry.review is None:
        return ""
    return "；".join(clause.label for clause in entry.review.clauses) or NOTHING


def _line(cells: Iterable[str]) -> str:
    text = StringIO(newline="")
    csv.writer(text).writerow([plain(cell) for cell in cells])
    return text.getvalue()


def _cells(entry: Entry) -> tuple[str, ...]:
    said, seen = entry.feedback, entry.review
    return (
        entry.id,
        when(entry.at),
        entry.via,
        entry.question,
        entry.understood,
        entry.status,
        entry.mode,
        str(entry.dropped),
        entry.answer,
        "；".join(f"[{source.index}] {source.label}" for source in entry.citations),
        str(entry.timings_ms.get("total", "")),
        str(entry.revision),
        entry.snapshot,
        said.verdict if said else "",
        (said.reason or "") if said else "",
        (said.comment or "") if said else "",
        right(entry),
        seen.note if seen else "",
    )
