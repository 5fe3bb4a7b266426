"""Tasks with those responsible and the date by which they are due, as the policy names them."""

import re
from collections.abc import Iterator

from chatbot.answer import Quote
from chatbot.measures.extract import acts
from chatbot.tables.table import Cell, Table
from index.clause import Clause, Kind, Policy, PolicyHead, Span

COLUMNS = ("编号", "任务", "责任单位", "完成时限", "出处")
UNSAID = "原文未载明"
"""What a cell says for which the clause has no words; it quotes nothing."""

_OFFICE = r"(?:部|委|委员会|局|厅|署|院|行|办|办公室|会|人民政府|机关|部门|单位|机构)"
_LEVEL = r"(?:国务院|县级以上|省|市|自治区|各级|地方)"
_RESPONSIBLE = (
    # （工业和信息化部、财政部按职责分工负责）, （责任单位：市科技局）
    re.compile(r"（(?:责任单位[：:])?(?P<who>[^（）。；]{2,160}?)(?:按(?:照)?职责分工)?(?:分别|共同)?负责[^（）]*）"),
    re.compile(r"（(?:责任单位|牵头单位)[：:](?P<who>[^（）]{2,160})）"),
    re.compile(rf"由(?P<who>[^，。；]{{2,60}}?{_OFFICE})(?:牵头|会同|负责|组织|承担|制定|批准)"),
    re.compile(
        rf"(?:^|[。；\n　\s])(?P<who>{_LEVEL}[^，。；]{{0,40}}?{_OFFICE})"
        r"(?:依照[^，。]{0,20}|依法|应当)?(?:负责|主管|监督管理)"
    ),
)  # fmt: skip
_DUE = re.compile(
    r"20\d\d年(?:\d{1,2}月)?(?:底|末)?(?:前|以前|之前)|(?:到|至)20\d\d年(?:底|末)?(?=，)"
    r"|“十[三四五六七]五”(?:期间|末)|每年\d{1,2}月(?:\d{1,2}日|底)?前"
)


def tasks(policy: Policy, head: PolicyHead) -> Table:
    """The tasks of a policy, in its order.

    A numbered unit of a 公文 is a task; an article of a statute is one where it names who is
    responsible.
    """
    rows = (_row(clause, head) for clause in policy.clauses if _is_task(clause))
    return Table(f"《{policy.name}》的任务", COLUMNS, tuple(rows))


def _is_task(clause: Clause) -> bool:
    if clause.kind in {Kind.HEADING1, Kind.HEADING2, Kind.HEADING3, Kind.HEADING4}:
        return clause.unit and bool(clause.number) and acts(clause)
    return clause.kind is Kind.ARTICLE and any(_responsible(clause))


def _row(clause: Clause, head: PolicyHead) -> tuple[Cell, ...]:
    def cell(spans: list[Span]) -> Cell:
        if not spans:
            return Cell(UNSAID)
        words = dict.fromkeys(span.of(clause.text) for span in spans)
        return Cell("；".join(words), tuple(Quote(head, clause, span) for span in spans))

    whole = Quote(head, clause, Span(0, len(clause.text)))
    due = [Span(*found.span()) for found in _DUE.finditer(clause.text)]
    return (
        Cell(clause.number.rstrip(".．、")),
        Cell(clause.title, (whole,)) if clause.title else cell([_what(clause)]),
        cell(list(_responsible(clause))),
        cell(due),
        Cell(clause.name, (whole,)),
    )


def _what(clause: Clause) -> Span:
    """The first sentence without the number."""
    first = next(clause.sentences())
    start = first.start + len(clause.number)
    blank = len(clause.text[start : first.end]) - len(clause.text[start : first.end].lstrip())
    return Span(start + blank, first.end)


def _responsible(clause: Clause) -> Iterator[Span]:
    for pattern in _RESPONSIBLE:
        found = [Span(*match.span("who")) for match in pattern.finditer(clause.text)]
        if found:
            yield from found
            return
