"""Tables out of policies: targets, tasks, and two policies side by side."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from chatbot.api.problems import RESPONSES
from chatbot.api.wire import ClauseOut, PolicyId, QuoteOut
from chatbot.chain import Chatbot
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


def routes(chatbot: Chatbot) -> APIRouter:
    """The routes that make tables."""
    router = APIRouter(prefix="/v1", tags=["表格"], responses=RESPONSES)
    library = chatbot.library

    def both(policy_id: str) -> tuple[Policy, PolicyHead]:
        return library.policy(policy_id), library.head(policy_id)

    @router.get(
        "/policies/{policy_id}/targets", operation_id="list_targets", summary="目标与时间表"
    )
    def list_targets(policy_id: PolicyId) -> TableOut:
        """一份政策中有时间的目标，逐项注明数量和出处。"""
        return TableOut.of(targets(*both(policy_id)))

    @router.get("/policies/{policy_id}/tasks", operation_id="list_tasks", summary="任务清单")
    def list_tasks(policy_id: PolicyId) -> TableOut:
        """一份政策的任务，逐项注明责任单位、时限和出处；原文没有写明的不作推测。"""
        return TableOut.of(tasks(*both(policy_id)))

    @router.get("/compare", operation_id="compare_policies", summary="两份政策逐条对照")
    def compare_policies(
        left: Annotated[PolicyId, Query(description="左侧政策的编号")],
        right: Annotated[PolicyId, Query(description="右侧政策的编号")],
    ) -> ComparisonOut:
        """按内容逐条对应两份政策，标出修改、新增和删除之处。"""
        found = compare(both(left), both(right), chatbot.searcher.embedder)
        return ComparisonOut.of(found)

    return router
