import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from chatbot.api import problems
from chatbot.api.patience import Patience
from tests.serving import running

HEAD = b"POST /v1/said HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\n"
WAITED_S = 1.0


class ReadsItself:
    """A layer that reads a body before any route does, as that of visitors' keys does."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/v1/layer":
            await Request(scope, receive).body()
        await self.app(scope, receive, send)


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    """Of a server that waits a second for a body, and takes longer to answer."""
    app = FastAPI()
    problems.install(app)

    @app.post("/v1/said")
    def said(words: list[str]) -> StreamingResponse:
        def slowly() -> Iterator[str]:
            time.sleep(WAITED_S * 2)
            yield from words

        return StreamingResponse(slowly())

    app.add_middleware(ReadsItself)
    with running(Patience(app, WAITED_S)) as url:
        place = urlsplit(url)
        yield str(place.hostname), int(place.port or 0)


def answered(address: tuple[str, int], *pieces: bytes, pause_s: float = 0) -> bytes:
    """What a server sends to whom the pieces come, until it closes the connection."""
    with socket.create_connection(address, timeout=60) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause_s)
        received = b""
        while piece := connection.recv(65536):
            received += piece
    return received


@pytest.mark.parametrize("path", [b"/v1/said", b"/v1/layer"])
def test_a_body_that_never_comes_is_answered_with_408_and_the_connection_closed(
    address: tuple[str, int], path: bytes
) -> None:
    head = HEAD.replace(b"/v1/said", path) + b"content-length: 100\r\n\r\n"
    said = answered(address, head + b'["half')
    assert said.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in said
    assert b"connection: close" in said


def test_a_byte_now_and_then_wins_no_time(address: tuple[str, int]) -> None:
    head = HEAD + b"content-length: 5000\r\n\r\n"
    with pytest.raises(OSError):  # noqa: PT011 - broken pipe or reset, as it happens
        answered(address, head, *[b"[" for _ in range(2000)], pause_s=0.05)


def test_an_answer_may_take_longer_than_its_question(address: tuple[str, int]) -> None:
    body = '["说", "完"]'.encode()
    head = HEAD + b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(body)
    said = answered(address, head + body)
    assert said.startswith(b"HTTP/1.1 200 ")
    assert "说".encode() in said
