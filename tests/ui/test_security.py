import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.security import Shield


def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.url.path)


def page(request: Request) -> HTMLResponse:  # noqa: ARG001 (Starlette passes it)
    return HTMLResponse("<p>页</p><script>go()</script><script src='a.js'></script>")


@pytest.fixture
def client() -> TestClient:
    return TestClient(Shield(Starlette(routes=[Route("/", page), Route("/{path:path}", echo)])))


def script_sources(client: TestClient) -> str:
    header = client.get("/").headers["content-security-policy"]
    return next(part for part in header.split("; ") if part.startswith("script-src"))


def test_only_the_pages_own_inline_scripts_may_run(client: TestClient) -> None:
    """The hash is that of `go()`: `printf 'go()' | openssl dgst -sha256 -binary | base64`."""
    digest = "5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw="
    assert script_sources(client) == f"script-src 'self' 'sha256-{digest}'"


def test_the_page_itself_is_sent_unchanged(client: TestClient) -> None:
    assert client.get("/").text.startswith("<p>页</p><script>go()</script>")


@pytest.mark.parametrize("path", ["/", "/v1/policies"])
def test_every_response_keeps_other_sites_out(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
