"""Tables out of policies: targets, tasks, and two policies side by side."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from chatbot.api.export import download, files
from chatbot.api.filters import PolicyId
from chatbot.api.problems import RESPONSES
from chatbot.api.wire import ClauseOut, QuoteOut
from chatbot.chain import Chatbot
from chatbot.export import FORMATS
from chatbot.export.imprint import Imprint
from chatbot.tables.comparison import Comparison, Pair, Relation, compare
from chatbot.tables.table import Cell, Table
from chatbot.tables.targets import targets
from chatbot.tables.tasks import tasks
from index.clause import Clause, Policy, PolicyHead, Span


class CellOut(BaseModel):
    """One cell of a table."""

    text: str
    citations: list[QuoteOut] = Field(description="依据；没有依据的单元格为空")

    @classmethod
    def of(cls, cell: Cell) -> "CellOut":
        """A cell for the wire."""
        return cls(text=cell.text, citations=[QuoteOut.of(quote) for quote in cell.quotes])


class TableOut(BaseModel):
    """A table, each cell with its citations."""

    title: str
    columns: list[str]
    rows: list[list[CellOut]]

    @classmethod
    def of(cls, table: Table) -> "TableOut":
        """A table for the wire."""
        rows = [[CellOut.of(cell) for cell in row] for row in table.rows]
        return cls(title=table.title, columns=list(table.columns), rows=rows)


class SpanOut(BaseModel):
    """A piece of a clause's text, in characters (Unicode code points)."""

    start: int
    end: int

    @classmethod
    def of(cls, span: Span) -> "SpanOut":
        """A span for the wire."""
        return cls(start=span.start, end=span.end)


class PairOut(BaseModel):
    """A clause of either side; null where it was added or left out."""

    relation: Relation = Field(description="相同、修改、相近、新增或删除")
    left: ClauseOut | None
    right: ClauseOut | None
    changed_left: list[SpanOut] = Field(description="left.text 中右侧没有的部分")
    changed_right: list[SpanOut] = Field(description="right.text 中左侧没有的部分")

    @classmethod
    def of(cls, pair: Pair, comparison: Comparison) -> "PairOut":
        """A pair for the wire."""

        def side(clause: Clause | None, head: PolicyHead) -> ClauseOut | None:
            return ClauseOut.of(clause, head) if clause else None

        return cls(
            relation=pair.relation,
            left=side(pair.left, comparison.left),
            right=side(pair.right, comparison.right),
            changed_left=[SpanOut.of(span) for span in pair.changed_left],
            changed_right=[SpanOut.of(span) for span in pair.changed_right],
        )


class ComparisonOut(BaseModel):
    """Every clause of both policies once."""

    left: str = Field(description="左侧政策的名称")
    right: str = Field(description="右侧政策的名称")
    counts: dict[Relation, int] = Field(description="各种关系的条数")
    pairs: list[PairOut]

    @classmethod
    def of(cls, comparison: Comparison) -> "ComparisonOut":
        """A comparison for the wire."""
        relations = [pair.relation for pair in comparison.pairs]
        return cls(
            left=comparison.left.name,
            right=comparison.right.name,
            counts={relation: relations.count(relation) for relation in Relation},
            pairs=[PairOut.of(pair, comparison) for pair in comparison.pairs],
        )


TableFormat = Annotated[
    Literal["json", "docx", "markdown", "csv"], Query(description="json，或写成文件")
]
_FILES: dict[int | str, dict[str, Any]] = {200: files("表格", "docx", "markdown", "csv")}


def routes(chatbot: Chatbot) -> APIRouter:
    """The routes that make tables."""
    router = APIRouter(prefix="/v1", tags=["表格"], responses=RESPONSES)
    _of_one(router, chatbot)
    _of_two(router, chatbot)
    return router


def _of_one(router: APIRouter, chatbot: Chatbot) -> None:
    @router.get(
        "/policies/{policy_id}/targets",
        operation_id="list_targets",
        summary="目标与时间表",
        response_model=TableOut,
        responses=_FILES,
    )
    def list_targets(policy_id: PolicyId, format: TableFormat = "json") -> TableOut | Response:  # noqa: A002 - as the query calls it
        """一份政策中有时间的目标，逐项注明数量和出处。"""
        table = targets(*_both(chatbot, policy_id))
        return TableOut.of(table) if format == "json" else _file(chatbot, table, format)

    @router.get(
        "/policies/{policy_id}/tasks",
        operation_id="list_tasks",
        summary="任务清单",
        response_model=TableOut,
        responses=_FILES,
    )
    def list_tasks(policy_id: PolicyId, format: TableFormat = "json") -> TableOut | Response:  # noqa: A002 - as the query calls it
        """一份政策的任务，逐项注明责任单位、时限和出处；原文没有写明的不作推测。"""
        table = tasks(*_both(chatbot, policy_id))
        return TableOut.of(table) if format == "json" else _file(chatbot, table, format)


def _of_two(router: APIRouter, chatbot: Chatbot) -> None:
    @router.get(
        "/compare",
        operation_id="compare_policies",
        summary="两份政策逐条对照",
        response_model=ComparisonOut,
        responses=_FILES,
    )
    def compare_policies(
        left: Annotated[PolicyId, Query(description="左侧政策的编号")],
        right: Annotated[PolicyId, Query(description="右侧政策的编号")],
        format: TableFormat = "json",  # noqa: A002 - as the query calls it
    ) -> ComparisonOut | Response:
        """按内容逐条对应两份政策，标出修改、新增和删除之处。"""
        sides = _both(chatbot, left), _both(chatbot, right)
        found = compare(*sides, chatbot.searcher.embedder)
        if format == "json":
            return ComparisonOut.of(found)
        return _file(chatbot, found.table(), format)


def _both(chatbot: Chatbot, policy_id: str) -> tuple[Policy, PolicyHead]:
    return chatbot.library.policy(policy_id), chatbot.library.head(policy_id)


def _file(chatbot: Chatbot, table: Table, name: str) -> Response:
    imprint = Imprint(datetime.now(UTC), chatbot.searcher.indexed())
    return download(FORMATS[name].table(table, imprint), table.title, FORMATS[name])
