"""The tools as the SDK's own client uses them, over both transports."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client, StdioServerParameters

from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.records import Records
from chatbot.settings import Settings
from tests.serving import running
from tests.waiting import PATIENCE_S

ROOT = Path(__file__).parent.parent.parent
ASKED = "同步构筑中试能力有哪些内容"
BEGIN = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


class Shared(Chatbot):
    """Not closed with the server."""

    def close(self) -> None: ...


@pytest.fixture(scope="module")
def address(bot: Chatbot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    records = Records.open(tmp_path_factory.mktemp("records"))
    app = create_app(Shared(bot.searcher), records, hosts=["policy.example"])
    with running(app) as base:
        yield base.removesuffix("/v1") + "/mcp"


async def asked(server: Any) -> dict[str, Any]:
    async with Client(server) as client:
        assert {"ask", "search"} <= {tool.name for tool in (await client.list_tools()).tools}
        result = await client.call_tool("ask", {"question": ASKED})
        wrong = await client.call_tool("read_clause", {"clause_id": "none"})
    assert wrong.is_error
    assert isinstance(result.structured_content, dict)
    return result.structured_content


async def test_tools_are_served_over_http(address: str) -> None:
    answer = await asked(address)
    assert answer["citations"][0]["label"].endswith("四、（六）14")


async def test_tools_are_served_over_standard_input_and_output(settings: Settings) -> None:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from ui.cli import app; app()", "--data", str(settings.data), "mcp"],
        cwd=ROOT,
        env=dict(os.environ),
    )
    answer = await asked(command)
    assert answer["citations"][0]["label"].endswith("四、（六）14")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "policy.example"}, 200),
        ({"host": "policy.example:8000"}, 200),
        ({"origin": "http://localhost:3000"}, 200),
        ({"host": "evil.example"}, 421),
        ({"host": "localhost.evil.example"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1.evil.example"}, 403),
    ],
)
def test_a_page_that_rebinds_its_name_is_refused(
    address: str, headers: dict[str, str], status: int
) -> None:
    accepts = {"accept": "application/json, text/event-stream"}
    response = httpx.post(address, json=BEGIN, headers=accepts | headers, timeout=PATIENCE_S)
    assert response.status_code == status


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_nothing_is_kept_that_one_could_listen_to_or_end(address: str, method: str) -> None:
    response = httpx.request(
        method, address, headers={"accept": "text/event-stream"}, timeout=PATIENCE_S
    )
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert response.headers["content-type"] == "application/problem+json"
