from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from chatbot.api.limits import MAX_BODY, BodyLimit, SafeHeaders


async def length(request: Request) -> Response:
    return JSONResponse(len(await request.body()))


def page(_request: Request) -> Response:
    return HTMLResponse("<p>页")


def own(_request: Request) -> Response:
    return JSONResponse({}, headers={"cache-control": "max-age=60"})


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/", length, methods=["POST"]), Route("/page", page), Route("/own", own)]
    middleware = [Middleware(SafeHeaders), Middleware(BodyLimit)]
    return TestClient(Starlette(routes=routes, middleware=middleware))


def chunks(size: int) -> Iterator[bytes]:
    """A body whose length is not announced."""
    yield b"a" * (size - 1)
    yield b"a"


def test_a_body_at_the_limit_passes(client: TestClient) -> None:
    assert client.post("/", content=b"a" * MAX_BODY).json() == MAX_BODY
    assert client.post("/", content=chunks(MAX_BODY)).json() == MAX_BODY


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    assert client.post("/", content=b"a" * (MAX_BODY + 1)).status_code == 413


def test_a_body_over_the_limit_is_refused_though_it_was_not_announced(client: TestClient) -> None:
    assert client.post("/", content=chunks(MAX_BODY + 1)).status_code == 413


def test_data_is_not_kept_framed_or_run(client: TestClient) -> None:
    headers = client.post("/", content=b"").headers
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_page_is_left_to_whoever_serves_pages(client: TestClient) -> None:
    headers = client.get("/page").headers
    assert "content-security-policy" not in headers
    assert headers["x-content-type-options"] == "nosniff"


def test_a_response_keeps_headers_of_its_own(client: TestClient) -> None:
    assert client.get("/own").headers["cache-control"] == "max-age=60"
