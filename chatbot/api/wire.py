"""What crosses the wire: requests and responses, as the OpenAPI document shows them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from chatbot import answer as core
from chatbot.question import MAX_QUESTION, MAX_TURN, MAX_TURNS, Question, Turn
from index import clause as index
from index.citation import label

MAX_TOP_K = 100
"""Hits of one search."""
MAX_POLICY_IDS = 100
"""Policies that a filter may name."""


def _encodable(text: str) -> str:
    """Half of a surrogate pair is no character: it can be neither stored nor sent."""
    text.encode()
    return text


Text = Annotated[str, AfterValidator(_encodable)]


class Request(BaseModel):
    """A request says nothing that is not understood."""

    model_config = ConfigDict(extra="forbid", strict=True)


class FiltersIn(Request):
    """What the search is limited to."""

    policy_ids: list[Text] = Field(
        default_factory=list, max_length=MAX_POLICY_IDS, description="只在这些政策中检索"
    )

    def value(self) -> index.Filters:
        """In the core's terms."""
        return index.Filters(policy_ids=tuple(self.policy_ids))


class TurnIn(Request):
    """One message of the talk so far."""

    role: Literal["user", "assistant"]
    content: Text = Field(max_length=MAX_TURN)


class AskIn(Request):
    """A question, with the turns before it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "中试平台有哪些支持措施", "history": []}]}
    )

    question: Text = Field(min_length=1, max_length=MAX_QUESTION, description="问题")
    history: list[TurnIn] = Field(
        default_factory=list, max_length=MAX_TURNS, description="此前的对话，由早到晚"
    )
    filters: FiltersIn = Field(default_factory=FiltersIn, description="检索范围")

    def value(self) -> Question:
        """In the core's terms.

        Raises:
            BadQuestion: if the question is blank or holds control characters.
        """
        turns = tuple(Turn(turn.role, turn.content) for turn in self.history)
        return Question(self.question, turns, self.filters.value())


class SearchIn(Request):
    """A text to find clauses for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "人形机器人", "top_k": 5}]}
    )

    question: Text = Field(min_length=1, max_length=MAX_QUESTION, description="检索的内容")
    top_k: int = Field(default=10, ge=1, le=MAX_TOP_K, description="最多返回几条")
    filters: FiltersIn = Field(default_factory=FiltersIn, description="检索范围")


class CitationOut(BaseModel):
    """A quotation with the clause that it is taken from."""

    index: int = Field(description="答案中的编号，如 [1]")
    policy_id: str
    policy_title: str
    document_number: str | None = Field(description="发文字号")
    clause_id: str
    number: str = Field(description="条款自身的编号，如 14. 或 第五十四条")
    path: str = Field(description="条款所在的各级标题")
    label: str = Field(description="规范引用格式：《标题》（文号）四、（六）14")
    text: str = Field(description="条款全文")
    quote: str = Field(description="所引原文，是 text 中的一段")
    quote_start: int = Field(description="quote 在 text 中的起点，按字符计")
    quote_end: int
    url: str | None = Field(description="原文链接")

    @classmethod
    def of(cls, citation: core.Citation) -> "CitationOut":
        """A citation for the wire."""
        quote = citation.quote
        card = quote.policy.card
        return cls(
            index=citation.index,
            policy_id=quote.policy.id,
            policy_title=quote.policy.name,
            document_number=card.number.value if card.number else None,
            clause_id=quote.clause.id,
            number=quote.clause.number,
            path=quote.clause.heading,
            label=citation.label,
            text=quote.clause.text,
            quote=quote.text,
            quote_start=quote.span.start,
            quote_end=quote.span.end,
            url=card.url.value if card.url else None,
        )


class AnswerOut(BaseModel):
    """An answer with its citations."""

    id: str
    status: Literal["answered", "not_found", "refused"]
    answer: str = Field(description="Markdown，依据以 [1][2] 标注")
    citations: list[CitationOut]
    mode: Literal["extractive", "generative"]
    dropped: int = Field(description="因无依据而略去的句数")
    timings_ms: dict[str, float]

    @classmethod
    def of(cls, answer: core.Answer) -> "AnswerOut":
        """An answer for the wire."""
        return cls(
            id=answer.id,
            status=answer.status.value,
            answer=answer.text,
            citations=[CitationOut.of(citation) for citation in answer.citations],
            mode=answer.mode.value,
            dropped=answer.dropped,
            timings_ms=answer.timings_ms,
        )


class HitOut(BaseModel):
    """A clause that was found."""

    clause_id: str
    policy_id: str
    policy_title: str
    document_number: str | None
    number: str
    path: str
    label: str
    text: str
    score: float = Field(ge=0, le=1, description="相关程度，越大越相关")
    source_file: str = Field(description="文件路径，相对于导入时给出的文件夹")

    @classmethod
    def of(cls, hit: index.Hit) -> "HitOut":
        """A hit for the wire."""
        card = hit.policy.card
        return cls(
            clause_id=hit.clause.id,
            policy_id=hit.policy.id,
            policy_title=hit.policy.name,
            document_number=card.number.value if card.number else None,
            number=hit.clause.number,
            path=hit.clause.heading,
            label=label(hit.policy, hit.clause),
            text=hit.clause.text,
            score=hit.score,
            source_file=hit.policy.source_file,
        )


class SearchOut(BaseModel):
    """Clauses, best first."""

    hits: list[HitOut]


class FoundOut(BaseModel):
    """A value and the place where it was read, in characters of the source."""

    value: str
    start: int
    end: int

    @classmethod
    def of(cls, found: index.Found[str] | None) -> "FoundOut | None":
        """A value for the wire; unknown stays unknown."""
        if found is None:
            return None
        return cls(value=found.value, start=found.span.start, end=found.span.end)

    @classmethod
    def all_of(cls, found: tuple[index.Found[str], ...]) -> "list[FoundOut]":
        """Values for the wire."""
        return [cls(value=f.value, start=f.span.start, end=f.span.end) for f in found]


class PolicyOut(BaseModel):
    """What a policy says of itself."""

    policy_id: str
    source_file: str
    name: str = Field(description="标题；标题未知时为文件名")
    title: FoundOut | None
    document_number: FoundOut | None = Field(description="发文字号")
    issuers: list[FoundOut] = Field(description="发文机关")
    addressees: list[FoundOut] = Field(description="主送机关")
    issued: FoundOut | None = Field(description="成文日期，ISO 8601")
    published: FoundOut | None = Field(description="发布日期，ISO 8601")
    url: FoundOut | None = Field(description="原文链接")
    collected: FoundOut | None = Field(description="采集日期，ISO 8601")

    @classmethod
    def of(cls, head: index.PolicyHead) -> "PolicyOut":
        """A policy for the wire."""
        card = head.card
        return cls(
            policy_id=head.id,
            source_file=head.source_file,
            name=head.name,
            title=FoundOut.of(card.title),
            document_number=FoundOut.of(card.number),
            issuers=FoundOut.all_of(card.issuers),
            addressees=FoundOut.all_of(card.addressees),
            issued=FoundOut.of(card.issued),
            published=FoundOut.of(card.published),
            url=FoundOut.of(card.url),
            collected=FoundOut.of(card.collected),
        )


class PoliciesOut(BaseModel):
    """Every policy there is."""

    policies: list[PolicyOut]


class ClauseOut(BaseModel):
    """One clause."""

    clause_id: str
    policy_id: str
    parent_id: str | None
    kind: str
    number: str
    title: str
    path: str
    label: str
    text: str
    start: int = Field(description="在原文中的起点，按字符计")
    end: int

    @classmethod
    def of(cls, clause: index.Clause, head: index.PolicyHead) -> "ClauseOut":
        """A clause for the wire."""
        return cls(
            clause_id=clause.id,
            policy_id=clause.policy_id,
            parent_id=clause.parent,
            kind=clause.kind.value,
            number=clause.number,
            title=clause.title,
            path=clause.heading,
            label=label(head, clause),
            text=clause.text,
            start=clause.span.start,
            end=clause.span.end,
        )


class ClausesOut(BaseModel):
    """The clauses of one policy, each parent before its children."""

    clauses: list[ClauseOut]


class Health(BaseModel):
    """Alive or ready."""

    status: Literal["ok"] = "ok"


class Mistake(BaseModel):
    """One thing wrong with a request."""

    pointer: str = Field(description="JSON Pointer（RFC 6901）")
    detail: str


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:policy-chatbot:problem:bad-question",
                    "title": "问题无法处理",
                    "status": 422,
                    "detail": "问题是空的。 请输入要查询的内容，例如“中试平台有哪些支持措施”。",
                    "instance": "/v1/ask",
                    "errors": [],
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Mistake] = Field(default_factory=list)
