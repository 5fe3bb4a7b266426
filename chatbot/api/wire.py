"""What crosses the wire: requests and responses, as the OpenAPI document shows them."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from chatbot import answer as core
from chatbot.api.cards import PlaceOut
from chatbot.api.filters import FiltersIn, RequestIn
from chatbot.api.whole import Whole
from chatbot.errors import BadQuestion
from chatbot.question import MAX_QUESTION, MAX_TURN, MAX_TURNS, Question, Turn
from index import clause as index
from index.citation import label
from index.validity import Named, State

MAX_TOP_K = 100
"""Hits of one search."""

ConversationId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
ClauseId = Annotated[str, StringConstraints(pattern=r"^[0-9a-z.~-]+$", max_length=200)]
# Documentation alone: `Question` refuses what does not match, and says which character it is.
LEGIBLE = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*"
_TURN: JsonDict = {"pattern": f"^{LEGIBLE}$"}
_QUESTION: JsonDict = {"pattern": rf"^{LEGIBLE}[^\s\x00-\x1f\x7f-\x9f]{LEGIBLE}$"}


class TurnIn(RequestIn):
    """One message of the talk so far."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=MAX_TURN, json_schema_extra=_TURN)


EITHER: dict[str, Any] = {
    "if": {
        "required": ["conversation_id"],
        "properties": {"conversation_id": {"type": "string"}},
    },
    "then": {"properties": {"history": {"maxItems": 0}}},
}
"""The turns before are either kept here or sent along, in JSON Schema."""


class QuestionIn(RequestIn):
    """A question, with the turns before it."""

    model_config = ConfigDict(
        json_schema_extra={
            **EITHER,
            "examples": [
                {"question": "中试平台有哪些支持措施"},
                {
                    "question": "那2027年呢",
                    "history": [
                        {"role": "user", "content": "到2025年的目标是什么"},
                        {"role": "assistant", "content": "到2025年，部分领域达到国际先进水平。[1]"},
                    ],
                },
            ],
        }
    )

    question: str = Field(
        min_length=1, max_length=MAX_QUESTION, description="问题", json_schema_extra=_QUESTION
    )
    history: list[TurnIn] = Field(
        default_factory=list, max_length=MAX_TURNS, description="此前的对话，由早到晚"
    )
    conversation_id: ConversationId | None = Field(
        default=None, description="由服务器保存的对话的编号；给出时 history 应为空"
    )
    filters: FiltersIn = Field(default_factory=FiltersIn, description="检索范围")

    def value(self, kept: Sequence[Turn] = ()) -> Question:
        """In the core's terms, after the turns that the server kept.

        Raises:
            BadQuestion: if the question is blank or holds control characters, or if there are
                turns from both sides.
        """
        if kept and self.history:
            raise BadQuestion("同时给出了 conversation_id 和 history。", hint="请只保留其中一项。")
        turns = (*kept, *(Turn(turn.role, turn.content) for turn in self.history))
        return Question(self.question, turns, self.filters.value())


class AskIn(QuestionIn):
    """A question, with the way in which its answer is wanted."""

    stream: bool = Field(
        default=False, description="为 true 时，答案以 Server-Sent Events 逐段返回"
    )


class SearchIn(RequestIn):
    """A text to find clauses for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "人形机器人", "top_k": 5}]}
    )

    question: str = Field(
        min_length=1, max_length=MAX_QUESTION, description="检索的内容", json_schema_extra=_QUESTION
    )
    top_k: Whole = Field(default=10, ge=1, le=MAX_TOP_K, description="最多返回几条")
    filters: FiltersIn = Field(default_factory=FiltersIn, description="检索范围")

    def value(self) -> Question:
        """In the core's terms.

        Raises:
            BadQuestion: if the text is blank or holds control characters.
        """
        return Question(self.question, filters=self.filters.value())


class NamedOut(BaseModel):
    """Another policy."""

    policy_id: str = Field(description="政策编号；未收录时为空")
    title: str = Field(description="标题及版本日期")

    @classmethod
    def of(cls, named: Named | None) -> "NamedOut | None":
        """A policy for the wire."""
        return cls(policy_id=named.policy_id, title=named.title) if named else None


class _ClauseFields(BaseModel):
    """What is said of a clause wherever one is named."""

    clause_id: str
    policy_id: str
    policy_title: str = Field(description="政策标题；标题未知时为文件名")
    document_number: str | None = Field(description="发文字号")
    validity: State = Field(description="政策今天的时效性")
    replaced_by: NamedOut | None = Field(description="取代这一文本的政策")
    number: str = Field(description="条款自身的编号，如 14. 或 第五十四条")
    path: str = Field(description="条款所在的各级标题")
    label: str = Field(description="规范引用格式：《标题》（文号）四、（六）14")
    text: str = Field(description="条款全文")


def _clause_fields(head: index.PolicyHead, clause: index.Clause) -> dict[str, Any]:
    return {
        "clause_id": clause.id,
        "policy_id": head.id,
        "policy_title": head.name,
        "document_number": head.card.number.value if head.card.number else None,
        "validity": head.validity.state,
        "replaced_by": NamedOut.of(head.validity.replaced_by),
        "number": clause.number,
        "path": clause.heading,
        "label": label(head, clause),
        "text": clause.text,
    }


class QuoteOut(_ClauseFields):
    """A quotation with the clause that it is taken from."""

    quote: str = Field(description="所引原文，是 text 中的一段")
    quote_start: int = Field(description="quote 在 text 中的起点，按字符（Unicode 码点）计")
    quote_end: int = Field(description="quote 在 text 中的终点，不含")
    url: str | None = Field(description="政策的原文链接")

    @classmethod
    def of(cls, quote: core.Quote) -> "QuoteOut":
        """A quotation for the wire."""
        return cls(**_quote_fields(quote))


def _quote_fields(quote: core.Quote) -> dict[str, Any]:
    url = quote.policy.card.url
    return {
        **_clause_fields(quote.policy, quote.clause),
        "quote": quote.text,
        "quote_start": quote.span.start,
        "quote_end": quote.span.end,
        "url": url.value if url else None,
    }


class CitationOut(QuoteOut):
    """A quotation that the answer cites."""

    index: int = Field(description="答案中的编号，如 [1]")

    @classmethod
    def cited(cls, citation: core.Citation) -> "CitationOut":
        """A citation for the wire."""
        return cls(**_quote_fields(citation.quote), index=citation.index)


class AnswerOut(BaseModel):
    """An answer with its citations."""

    id: str
    status: Literal["answered", "not_found", "refused"]
    answer: str = Field(description="Markdown，依据以 [1][2] 标注")
    citations: list[CitationOut]
    mode: Literal["extractive", "generative"]
    dropped: int = Field(description="因无依据而略去的句数")
    understood: str = Field(description="系统理解的完整问题，已补全上文省略的内容")
    suggestions: list[str] = Field(description="可以接着问的问题，如需要明确的候选")
    further: list[QuoteOut] = Field(description="更多依据：相关而答案未引用的条款，相关者在前")
    timings_ms: dict[str, float] = Field(description="各步骤用时，单位毫秒")

    @classmethod
    def of(cls, answer: core.Answer) -> "AnswerOut":
        """An answer for the wire."""
        return cls(
            id=answer.id,
            status=answer.status.value,
            answer=answer.text,
            citations=[CitationOut.cited(citation) for citation in answer.citations],
            mode=answer.outcome.mode.value,
            dropped=answer.outcome.dropped,
            understood=answer.outcome.understood,
            suggestions=list(answer.outcome.suggestions),
            further=[QuoteOut.of(quote) for quote in answer.outcome.further],
            timings_ms=answer.timings_ms,
        )


class HitOut(_ClauseFields):
    """A clause that was found."""

    score: float = Field(ge=0, le=1, description="相关程度，越大越相关")
    source_file: str = Field(description="文件路径，相对于导入时给出的文件夹")

    @classmethod
    def of(cls, hit: index.Hit) -> "HitOut":
        """A hit for the wire."""
        fields = _clause_fields(hit.policy, hit.clause)
        return cls(**fields, score=hit.score, source_file=hit.policy.source_file)


class SearchOut(BaseModel):
    """Clauses, best first."""

    hits: list[HitOut]
    text_only: bool = Field(
        default=False, description="向量模型暂时不可用，这次只按文字检索，结果可能不全"
    )

    @classmethod
    def of(cls, hits: Sequence[index.Hit]) -> "SearchOut":
        """What was found, for the wire."""
        return cls(
            hits=[HitOut.of(hit) for hit in hits], text_only=any(hit.text_only for hit in hits)
        )


class ClauseOut(_ClauseFields):
    """One clause."""

    parent_id: str | None = Field(description="上级条款的编号")
    kind: str = Field(description="层级，如 heading1、article、item")
    title: str = Field(description="标题，不含编号")
    start: int = Field(description="在政策原文中的起点，按字符（Unicode 码点）计")
    end: int = Field(description="在政策原文中的终点，不含")
    place: PlaceOut | None = Field(description="在原件中的位置；原件即文本的为 null")

    @classmethod
    def of(cls, clause: index.Clause, head: index.PolicyHead) -> "ClauseOut":
        """A clause for the wire."""
        return cls(
            **_clause_fields(head, clause),
            parent_id=clause.parent,
            kind=clause.kind.value,
            title=clause.title,
            start=clause.span.start,
            end=clause.span.end,
            place=PlaceOut.of(clause.place) if clause.place else None,
        )


class ClausesOut(BaseModel):
    """Clauses of one policy, each parent before its children."""

    clauses: list[ClauseOut]


class Health(BaseModel):
    """Alive or ready."""

    status: Literal["ok"] = "ok"
