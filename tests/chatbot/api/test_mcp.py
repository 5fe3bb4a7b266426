"""The tools in one process; tests/peers has them behind real transports."""

import logging
from typing import Any

import pytest
from fastapi.testclient import TestClient
from mcp import Client
from mcp_types import CallToolResult, TextContent

from chatbot.api.mcp import PolicyServer, server
from chatbot.chain import Chatbot
from index.errors import IndexDamaged

ASKED = "同步构筑中试能力有哪些内容"


@pytest.fixture(scope="module")
def tools(bot: Chatbot) -> PolicyServer:
    return server(bot)


async def called(tools: PolicyServer, tool: str, /, **arguments: Any) -> CallToolResult:
    async with Client(tools) as client:
        return await client.call_tool(tool, arguments)


async def said(tools: PolicyServer, name: str, **arguments: Any) -> str:
    """The error of a call that fails."""
    result = await called(tools, name, **arguments)
    assert result.is_error
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


async def test_every_tool_and_argument_is_described_and_typed(tools: PolicyServer) -> None:
    async with Client(tools) as client:
        listed = (await client.list_tools()).tools
    names = ["ask", "search", "match_measures", "read_clause", "list_policies"]
    assert [tool.name for tool in listed] == names
    for tool in listed:
        assert tool.description
        assert tool.output_schema
        assert tool.annotations
        assert tool.annotations.read_only_hint
        assert all(field["description"] for field in tool.input_schema["properties"].values())


async def test_an_answer_is_that_of_the_api(tools: PolicyServer, client: TestClient) -> None:
    result = await called(tools, "ask", question=ASKED)
    plain = client.post("/v1/ask", json={"question": ASKED}).json()
    assert isinstance(result.structured_content, dict)
    assert result.structured_content["citations"] == plain["citations"]
    assert result.structured_content["answer"] == plain["answer"]


async def test_the_turns_before_are_understood(tools: PolicyServer) -> None:
    history = [{"role": "user", "content": "到2025年的目标是什么"}]
    result = await called(tools, "ask", question="那2027年呢", history=history)
    assert isinstance(result.structured_content, dict)
    assert "2027年" in result.structured_content["understood"]


async def test_hits_are_those_of_the_api(tools: PolicyServer, client: TestClient) -> None:
    result = await called(tools, "search", query="人形机器人", top_k=3)
    plain = client.post("/v1/search", json={"question": "人形机器人", "top_k": 3}).json()
    assert result.structured_content == plain


async def test_a_clause_that_was_found_can_be_read(tools: PolicyServer) -> None:
    found = await called(tools, "search", query="人形机器人", top_k=1)
    assert isinstance(found.structured_content, dict)
    [hit] = found.structured_content["hits"]
    result = await called(tools, "read_clause", clause_id=hit["clause_id"])
    assert isinstance(result.structured_content, dict)
    assert result.structured_content["text"] == hit["text"]


async def test_policies_are_listed_page_by_page(laws: Chatbot) -> None:
    tools = server(laws)
    total = len(laws.library.heads())
    names = []
    for offset in range(total + 1):
        page = (await called(tools, "list_policies", limit=1, offset=offset)).structured_content
        assert isinstance(page, dict)
        assert page["total"] == total
        names += [policy["name"] for policy in page["policies"]]
    assert names == [head.name for head in laws.library.heads()]


async def test_the_filters_are_those_of_the_api(laws: Chatbot) -> None:
    tools = server(laws)
    filters = {"as_of": "2020-01-01", "kind": ["法律"]}
    listed = await called(tools, "list_policies", filters=filters, name="公司法")
    found = await called(tools, "search", query="公司的组织", filters=filters)
    assert isinstance(listed.structured_content, dict)
    assert isinstance(found.structured_content, dict)
    [policy] = listed.structured_content["policies"]
    assert policy["source_file"] == "公司法(2018-10-26).md"
    assert found.structured_content["hits"][0]["text"].endswith("旧法为了规范公司的组织。")


@pytest.mark.parametrize(
    ("name", "arguments", "text"),
    [
        ("ask", {"question": " "}, "问题是空的"),
        (
            "ask",
            {"question": ASKED, "filters": {"policy_ids": ["none"]}},
            "没有编号为 'none' 的政策",
        ),
        ("ask", {}, "/question：缺少这一项"),
        ("search", {"query": "人", "filters": {"as_of": "昨天"}}, "/filters/as_of：应为"),
        ("search", {"query": "人", "top_k": 1000}, "/top_k：不能大于 100"),
        ("read_clause", {"clause_id": "none"}, "没有编号为 'none' 的条款"),
        ("list_policies", {"offset": -1}, "/offset：不能小于 0"),
        ("nothing", {}, "没有名为 'nothing' 的工具"),
    ],
)
async def test_a_mistake_is_told_so_that_it_can_be_put_right(
    tools: PolicyServer, name: str, arguments: dict[str, Any], text: str
) -> None:
    assert text in await said(tools, name, **arguments)


@pytest.mark.parametrize("error", [ZeroDivisionError("secret"), IndexDamaged("secret")])
async def test_what_is_wrong_inside_is_not_shown(bot: Chatbot, error: Exception) -> None:
    class Failing(Chatbot):
        def _understand(self, question: Any, library: Any) -> Any:
            raise error

    text = await said(server(Failing(bot.searcher)), "ask", question=ASKED)
    assert text == "请稍后再试；如持续出现，请联系管理员查看日志。"


def test_the_log_of_the_process_is_left_as_it_was(bot: Chatbot) -> None:
    root = logging.getLogger()
    kept, root.handlers = root.handlers, []
    try:
        server(bot)
        assert root.handlers == []
    finally:
        root.handlers = kept


async def test_measures_are_those_of_the_api(tools: PolicyServer, client: TestClient) -> None:
    text = "我们是做人形机器人的小企业，缺资金"
    result = await called(tools, "match_measures", text=text)
    plain = client.post("/v1/measures/match", json={"text": text, "limit": 100}).json()
    assert isinstance(result.structured_content, dict)
    assert result.structured_content["groups"] == plain["groups"]
