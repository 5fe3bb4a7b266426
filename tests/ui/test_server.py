import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import PIPE, Popen
from typing import IO, NamedTuple

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from chatbot.api.limits import MAX_BODY
from chatbot.chain import Chatbot
from chatbot.settings import Settings
from chatbot.wiring import open_chatbot, open_records
from tests.waiting import PATIENCE_S, until
from ui.server import Server, create_server

ROOT = Path(__file__).parent.parent.parent

WATCHED = """
import sys
hosts = []
sys.addaudithook(
    lambda name, args: hosts.append(args) if name in {"socket.connect", "socket.getaddrinfo"} else 0
)
from chatbot.settings import Settings
from chatbot.wiring import open_chatbot, open_records
from ui.server import create_server
create_server(open_chatbot(Settings()), open_records(Settings()))
print(hosts)
"""

SERVED = """
import socket, sys
from pathlib import Path
from chatbot.settings import Settings
from chatbot.wiring import open_chatbot, open_records
from ui.server import Server, create_server
data, port = map(Path, sys.argv[1:])
settings = Settings(data=data)
server = Server(create_server(open_chatbot(settings), open_records(settings)))
with socket.create_server(("127.0.0.1", 0)) as listener:
    port.with_suffix(".new").write_text(str(listener.getsockname()[1]), encoding="utf-8")
    port.with_suffix(".new").rename(port)
    server.run([listener])
"""


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    """On a chatbot of its own, which the server closes."""
    with TestClient(create_server(open_chatbot(settings), open_records(settings))) as client:
        yield client


def test_pages_and_api_share_one_address(client: TestClient) -> None:
    assert "gradio" in client.get("/").text
    assert client.get("/healthz").status_code == 200
    assert client.post("/v1/ask", json={"question": "做中试平台能得到哪些支持？"}).is_success


def test_an_unknown_api_address_is_answered_by_the_api(client: TestClient) -> None:
    response = client.get("/v1/nothing")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_the_tools_are_served_beside_the_pages(client: TestClient) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    headers = {"host": "localhost", "accept": "application/json, text/event-stream"}
    assert "result" in client.post("/mcp", json=asked, headers=headers).text
    assert client.get("/mcp").status_code == 405


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search"])
def test_a_wrong_method_is_still_the_apis_to_refuse(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://a.b/",
        "/gradio_api/run/ask",
        "/gradio_api/call/ask",
        "/gradio_api/component_server",
        "/gradio_api/info",
        "/monitoring",
        "/login",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_the_pages_do_not_need_of_gradio_is_not_there(
    client: TestClient, method: str, path: str
) -> None:
    assert client.request(method, path).status_code == 404


def test_the_only_policy_is_the_one_that_opens(client: TestClient, bot: Chatbot) -> None:
    response = client.get("/policies")
    assert response.url.path == f"/policies/{bot.library.heads()[0].id}"
    assert "同步构筑中试能力" in response.text


def test_a_policy_that_is_gone_gets_a_page_that_says_so(client: TestClient) -> None:
    response = client.get("/policies/nothing")
    assert response.status_code == 404
    assert "找不到这份政策" in response.text


@pytest.mark.parametrize("query", ["start=-1", "end=x", "start=1e9"])
def test_a_place_that_is_no_number_is_refused(client: TestClient, query: str) -> None:
    path = client.get("/policies").url.path
    assert client.get(f"{path}?{query}").status_code == 422


def test_inline_scripts_run_by_hash_and_nothing_is_evaluated(client: TestClient) -> None:
    header = client.get("/").headers["content-security-policy"]
    scripts = next(part for part in header.split("; ") if part.startswith("script-src"))
    assert "sha256-" in scripts
    assert "unsafe" not in scripts
    assert "http" not in header


def test_assets_do_not_lead_out_of_their_folder(client: TestClient) -> None:
    assert client.get("/page/page.js").status_code == 200
    assert client.get("/page/%2e%2e/ask.py").status_code == 404


@pytest.mark.parametrize("folder", ["page", "widget", "policies"])
@pytest.mark.parametrize(
    "up",
    ["%2e%2e/%2e%2e/server.py", "..%2f..%2fserver.py", "..%5cserver.py", "%2fetc%2fpasswd", "a%00"],
)
def test_no_path_leads_out(client: TestClient, folder: str, up: str) -> None:
    response = client.get(f"/{folder}/{up}")
    assert response.status_code == 404
    assert "import" not in response.text
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/policies", "/page/page.js", "/widget/policy-chat.js", "/widget/frame"),
        *("/widget/start", "/v1/policies", "/v1/nothing", "/openapi.json", "/healthz"),
        *("/metrics", "/nothing"),
    ],
)
def test_every_address_keeps_browsers_on_the_safe_side(client: TestClient, path: str) -> None:
    headers = client.get(path, headers={"origin": "https://evil.example"}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors" in headers["content-security-policy"]
    assert headers.get("access-control-allow-origin") != "https://evil.example"
    assert "access-control-allow-credentials" not in headers


def test_a_body_over_the_limit_is_refused_wherever_it_is_sent(client: TestClient) -> None:
    response = client.post(
        "/v1/ask", content=b"a" * (MAX_BODY + 1), headers={"content-type": "application/json"}
    )
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


def test_building_the_server_reaches_for_no_other_machine(
    settings: Settings, tmp_path: Path
) -> None:
    """In a process of its own: gradio decides on import and on building whether to report."""
    shown = subprocess.run(
        [sys.executable, "-c", WATCHED],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"CHATBOT_DATA": str(settings.data), "HOME": str(tmp_path)},
    )
    assert shown.stdout.strip() == "[]"


@contextmanager
def served(settings: Settings, folder: Path) -> Iterator[tuple[Popen[bytes], int]]:
    """A server in a process of its own, and its port."""
    port = folder / "port"
    with Popen([sys.executable, "-c", SERVED, str(settings.data), str(port)]) as server:
        try:
            until(lambda: port.exists() or server.poll() is not None)
            yield server, int(port.read_text(encoding="utf-8"))
        finally:
            server.kill()


def test_a_head_that_does_not_end_is_refused(settings: Settings, tmp_path: Path) -> None:
    said = b"HTTP/1.1 400 "
    with (
        served(settings, tmp_path) as (_, port),
        socket.create_connection(("127.0.0.1", port), timeout=60) as sender,
        suppress(ConnectionError),  # what it says is lost where it closes before it has read all
    ):
        sender.sendall(b"GET / HTTP/1.1\r\nhost: a\r\nx: " + b"x" * 100_000)
        said = sender.recv(100)
    assert said.startswith(b"HTTP/1.1 400 ")


def test_the_parser_that_refuses_it_is_not_left_to_what_is_installed(client: TestClient) -> None:
    assert isinstance(client.app, FastAPI)
    assert Server(client.app).config.http == "h11"


def test_the_server_stops_though_a_page_is_open(settings: Settings, tmp_path: Path) -> None:
    """A page holds its heartbeat open for as long as it is looked at."""
    with served(settings, tmp_path) as (server, port):
        address = f"http://127.0.0.1:{port}/gradio_api/heartbeat/a1"
        with httpx.stream("GET", address, timeout=PATIENCE_S) as page:
            lines = page.iter_lines()
            assert next(lines) == "data: ALIVE"
            server.send_signal(signal.SIGINT)
            assert server.wait(PATIENCE_S) == -signal.SIGINT


STOPPED = """
import asyncio, os, socket, sys
from chatbot.chain import Chatbot
from chatbot.settings import Settings
from chatbot.wiring import open_chatbot, open_records
from tests.fakes import ScriptedModel
from ui.server import Server, create_server

class WaitingModel(ScriptedModel):
    async def _astream(self, *args, **kwargs):
        print("asked", flush=True)
        await asyncio.to_thread(os.read, 0, 1)  # nothing of the other answer's is buffered
        for piece in self._stream([]):
            yield piece

settings = Settings(data=sys.argv[1])
model = WaitingModel(script="按产业需求建设一批中试和应用验证平台。[1]")
bot = Chatbot(open_chatbot(settings).searcher, model)
with socket.create_server(("127.0.0.1", 0)) as listener:
    server = Server(create_server(bot, open_records(settings)), int(sys.argv[2]))
    print(listener.getsockname()[1], flush=True)
    server.run([listener])
"""


class Stopping(NamedTuple):
    server: Popen[str]
    model: IO[str]
    answers: list[Future[httpx.Response]]


@contextmanager
def told_to_stop(settings: Settings, seconds: int) -> Iterator[Stopping]:
    """A server that was told to stop while it makes two answers, the second one streamed."""
    command = [sys.executable, "-c", STOPPED, str(settings.data), str(seconds)]
    with (
        Popen(command, stdin=PIPE, stdout=PIPE, text=True, cwd=ROOT) as server,
        ThreadPoolExecutor(2) as client,
    ):
        assert server.stdin and server.stdout  # noqa: PT018 - for the type checker
        port = int(server.stdout.readline())
        address = f"http://127.0.0.1:{port}/v1/ask"
        bodies = [{"question": "中试平台怎么建", "stream": stream} for stream in (False, True)]
        answers = [client.submit(httpx.post, address, json=body, timeout=120) for body in bodies]
        assert [server.stdout.readline() for _ in answers] == ["asked\n"] * 2
        server.send_signal(signal.SIGTERM)
        until(lambda: not _listens(port))
        yield Stopping(server, server.stdin, answers)
        assert server.wait(timeout=60) == -signal.SIGTERM


def _listens(port: int) -> bool:
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0


def test_a_server_that_is_told_to_stop_finishes_the_answers_it_is_making(
    settings: Settings,
) -> None:
    with told_to_stop(settings, seconds=120) as stopping:
        stopping.model.write("go" * len(stopping.answers))
        stopping.model.flush()
        whole, streamed = (answer.result(timeout=60) for answer in stopping.answers)
        assert "一批中试和应用验证平台" in whole.json()["answer"]
        assert "event: done" in streamed.text


def test_an_answer_that_takes_too_long_does_not_keep_a_server_from_stopping(
    settings: Settings,
) -> None:
    # The client sees that it is cut off, by an end that is none.
    with (
        told_to_stop(settings, seconds=1) as stopping,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        stopping.answers[1].result(timeout=60)
