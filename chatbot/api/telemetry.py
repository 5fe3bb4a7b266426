"""ASGI middleware: a request's id, its line in the log and its place in the metrics."""

import logging
import re
import secrets
import time
from collections.abc import Collection
from functools import cache

from fastapi import APIRouter
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from chatbot.api.limits import REQUEST_ID
from chatbot.api.problems import RESPONSES
from chatbot.telemetry import metrics

_GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LEFT = 499
"""How a request is counted whose client went away before the answer began, as nginx does."""
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

_REQUESTS = cache(metrics.REQUESTS.labels)
_REQUEST_SECONDS = cache(metrics.REQUEST_SECONDS.labels)
_LOG = logging.getLogger("chatbot.access")


class Telemetry:
    """Watches requests; it reads no body.

    The id is the client's own, if it sends one in X-Request-Id, and goes back in that header.

    Args:
        app: what answers.
        others: paths that are served by other applications, and have no template.
    """

    def __init__(self, app: ASGIApp, others: Collection[str] = ()) -> None:
        self.app = app
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = request_id = _given(scope) or secrets.token_hex(8)
        status, start = _LEFT, time.perf_counter()

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(raw=message["headers"])[REQUEST_ID] = request_id
            await send(message)

        with bound_contextvars(request_id=request_id), metrics.IN_FLIGHT.track_inprogress():
            try:
                await self.app(scope, receive, sent)
            except Exception:
                status = 500
                raise
            finally:
                route = self._route(scope)
                _note(scope, route, status, time.perf_counter() - start)

    def _route(self, scope: Scope) -> str:
        """The path's template: what stands in its places may name a conversation or hold words."""
        path = scope["path"].rstrip("/")
        return path if path in self._others else getattr(scope.get("route"), "path", "-")


def _given(scope: Scope) -> str | None:
    """The client's id, if it is one: whatever it holds goes into logs and a header."""
    said = Headers(scope=scope).get(REQUEST_ID, "")
    return said if _GIVEN.fullmatch(said) else None


def _note(scope: Scope, route: str, status: int, seconds: float) -> None:
    method = scope["method"] if scope["method"] in _METHODS else "other"
    _REQUESTS(method, route, str(status)).inc()
    _REQUEST_SECONDS(route).observe(seconds)
    _LOG.info(
        "request",
        extra={
            "method": method,
            "route": route,
            "status": status,
            "duration_ms": round(seconds * 1000, 3),
            "key": scope["state"].get("key_id"),
        },
    )


def routes() -> APIRouter:
    """GET /metrics."""
    router = APIRouter(tags=["运行"], responses=RESPONSES)

    @router.get(
        "/metrics",
        operation_id="metrics",
        summary="运行指标",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    def exposition() -> Response:
        """Prometheus 文本格式；需要 admin 密钥，没有启用密钥时只向本机提供。"""
        return Response(metrics.exposition(), media_type=metrics.MEDIA_TYPE)

    return router
