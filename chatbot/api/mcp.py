"""The chatbot as tools of other assistants (Model Context Protocol, MCP)."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import aclosing, contextmanager
from importlib.metadata import version
from typing import Annotated, Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import Field, ValidationError
from starlette.applications import Starlette
from starlette.routing import Route

from chatbot.answer import Answer
from chatbot.answering import know
from chatbot.api import stream
from chatbot.api.cards import PoliciesOut
from chatbot.api.filters import FiltersIn
from chatbot.api.matches import MatchOut
from chatbot.api.mistakes import mistakes, summary
from chatbot.api.policies import MAX_NAME, MAX_POLICIES, SHOWN_POLICIES
from chatbot.api.problems import problem
from chatbot.api.wire import MAX_TOP_K, AnswerOut, ClauseId, ClauseOut, SearchOut, TurnIn
from chatbot.chain import Chatbot
from chatbot.measures.reading import read
from chatbot.question import MAX_QUESTION, MAX_TURNS, Question, Turn
from index.filters import named_like, passing
from index.library import Library

PATH = "/mcp"
_LOCAL = ("127.0.0.1", "localhost", "[::1]")
_INSTRUCTIONS = (
    "查询已收录的政策。ask 依据条款直接回答并逐条注明出处；search 检索条款原文；"
    "read_clause 读取一个条款；list_policies 列出收录了哪些政策。"
    "转述答案时请保留出处（label）和引文（quote）。"
)
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Text = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION)]
Within = Annotated[
    FiltersIn, Field(description="检索的范围，与接口的 filters 相同；政策编号见 list_policies")
]
_EVERYTHING = FiltersIn()


class PolicyServer(MCPServer[Any]):
    """A server whose errors are told as the API tells them."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """What a tool results in.

        Raises:
            ToolError: if it fails; its text says how to do better.
        """
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            raise ToolError(_said(error, name)) from error


def server(chatbot: Chatbot) -> PolicyServer:
    """The tools over `chatbot`, ready for any transport."""
    with _logging_as_it_was():
        tools = PolicyServer(
            "policy-chatbot",
            title="政策问答",
            instructions=_INSTRUCTIONS,
            version=version("policy-chatbot"),
        )
    _add_answers(tools, chatbot)
    _add_measures(tools, chatbot)
    _add_reading(tools, chatbot.library)
    return tools


def application(chatbot: Chatbot, hosts: Sequence[str]) -> Starlette:
    """The tools over streamable HTTP at `PATH`; its lifespan must run.

    Without sessions there is nothing to listen to (GET) and nothing to end (DELETE).

    A page that rebinds its own name to this machine (DNS rebinding) names itself in Host or
    Origin, and is refused.

    Args:
        chatbot: answers.
        hosts: names, besides those of this machine, by which clients know the server.
    """
    names = (*_LOCAL, *hosts)
    app = server(chatbot).streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        transport_security=TransportSecuritySettings(
            allowed_hosts=[form for name in names for form in (name, f"{name}:*")],
            allowed_origins=[
                form
                for name in names
                for scheme in ("http", "https")
                for form in (f"{scheme}://{name}", f"{scheme}://{name}:*")
            ],
        ),
    )
    for route in app.routes:
        if isinstance(route, Route):
            route.methods = {"POST"}
    return app


def _add_answers(tools: PolicyServer, chatbot: Chatbot) -> None:
    @tools.tool(title="提问", annotations=_READS)
    async def ask(
        question: Annotated[Text, Field(description="问题，例如“中试平台有哪些支持措施”")],
        history: Annotated[
            tuple[TurnIn, ...], Field(max_length=MAX_TURNS, description="此前的对话，由早到晚")
        ] = (),
        filters: Within = _EVERYTHING,
    ) -> AnswerOut:
        """依据政策条款回答问题，逐条注明出处；没有依据时如实说明。"""
        turns = tuple(Turn(turn.role, turn.content) for turn in history)
        asked = Question(question, turns, filters.value())
        know(chatbot, asked)
        async with aclosing(stream.pieces(chatbot, asked, lambda _answer: None)) as heard:
            [answer] = [piece async for piece in heard if isinstance(piece, Answer)]
        return AnswerOut.of(answer)

    @tools.tool(title="检索条款", annotations=_READS)
    def search(
        query: Annotated[Text, Field(description="检索的内容，例如“人形机器人”")],
        top_k: Annotated[int, Field(ge=1, le=MAX_TOP_K, description="最多返回几条")] = 10,
        filters: Within = _EVERYTHING,
    ) -> SearchOut:
        """检索与内容最相关的条款原文；一条只出现一次。"""
        asked = Question(query, filters=filters.value())
        know(chatbot, asked)
        return SearchOut.of(chatbot.searcher.search(asked.text, top_k, asked.filters))


def _add_measures(tools: PolicyServer, chatbot: Chatbot) -> None:
    @tools.tool(title="匹配措施", annotations=_READS)
    def match_measures(
        text: Annotated[
            Text, Field(description="单位情况，例如“我们是做人形机器人的小企业，缺资金”")
        ],
        filters: Within = _EVERYTHING,
    ) -> MatchOut:
        """哪些措施适用于这个单位：按政策工具分组，逐项说明理由和出处。"""
        asked = Question(text, filters=filters.value())
        know(chatbot, asked)
        profile = read(asked.text)
        return MatchOut.of(profile, chatbot.matches(asked, profile))


def _add_reading(tools: PolicyServer, library: Library) -> None:
    @tools.tool(title="读取条款", annotations=_READS)
    def read_clause(
        clause_id: Annotated[ClauseId, Field(description="条款编号，即 clause_id")],
    ) -> ClauseOut:
        """一个条款的全文和出处。"""
        clause = library.clause(clause_id)
        return ClauseOut.of(clause, library.head(clause.policy_id))

    @tools.tool(title="政策列表", annotations=_READS)
    def list_policies(
        limit: Annotated[
            int, Field(ge=1, le=MAX_POLICIES, description="最多返回几份")
        ] = SHOWN_POLICIES,
        offset: Annotated[int, Field(ge=0, description="跳过前几份")] = 0,
        name: Annotated[
            str, Field(max_length=MAX_NAME, description="名称或文号中的词，以空格分开，须全部含有")
        ] = "",
        filters: Within = _EVERYTHING,
    ) -> PoliciesOut:
        """收录了哪些政策，可按名称和条件筛选；total 是符合条件的总数，可用 offset 翻页。"""
        passes = passing(filters.value())
        found = [head for head in library.heads() if passes(head) and named_like(head, name)]
        return PoliciesOut.page(found, limit, offset)


def _said(error: ToolError, tool: str) -> str:
    """What went wrong, in Chinese."""
    cause = error.__cause__
    if cause is None:
        return f"没有名为 {tool[:60]!r} 的工具。"
    if isinstance(cause, ValidationError):
        rows = [{**row, "loc": ("arguments", *row["loc"])} for row in cause.errors()]
        return f"参数有误：{summary(mistakes(rows))}"
    return problem(cause, PATH).detail


@contextmanager
def _logging_as_it_was() -> Iterator[None]:
    """The SDK would set up the log of the whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
