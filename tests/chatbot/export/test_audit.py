import csv
from io import StringIO

import pytest

from chatbot.answer import Mode
from chatbot.export.audit import NOTHING, audit_csv
from chatbot.records.entry import Ending, Entry, Opinion, Review, Verdict, Via


def entry(question: str, review: Review | None = None, comment: str | None = None) -> Entry:
    return Entry(
        id="0" * 32,
        at=0.0,
        via=Via.API,
        question=question,
        turns=(),
        understood="",
        status=Ending.ANSWERED,
        mode=Mode.EXTRACTIVE,
        dropped=0,
        answer='第一行\n第二行，“引号"',
        citations=(),
        timings_ms={"total": 4.5},
        revision=1,
        snapshot="s",
        feedback=Opinion(Verdict.DOWN, None, comment, 0.0),
        review=review,
    )


def rows(*entries: Entry) -> list[dict[str, str]]:
    text = b"".join(audit_csv(entries)).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def test_every_answer_is_a_line_and_reads_back() -> None:
    [one, other] = rows(entry("甲"), entry("乙", Review((), "", 1.0)))
    assert (one["问题"], one["回答"]) == ("甲", '第一行\n第二行，“引号"')
    assert (one["正确条款"], other["正确条款"]) == ("", NOTHING)


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "  =1"])
def test_nothing_that_anybody_wrote_is_a_formula_to_a_spreadsheet(formula: str) -> None:
    [row] = rows(entry(formula, comment=formula))
    assert row["问题"] == f"'{formula}"
    assert row["补充说明"] == f"'{formula}"
