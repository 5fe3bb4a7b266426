"""The API as an ASGI application."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.types import Lifespan

from chatbot.api import (
    ask,
    audit,
    conversations,
    corrections,
    export,
    feedback,
    health,
    jobs,
    measures,
    openai,
    policies,
    problems,
    sites,
    tables,
    telemetry,
)
from chatbot.api.access import Access, Gate, Limits, Needs, Places
from chatbot.api.failures import Failures
from chatbot.api.limits import BodyLimit, SafeHeaders
from chatbot.api.tokens import Tokens
from chatbot.chain import Chatbot
from chatbot.records import Records, recorded
from chatbot.records.entry import Via
from chatbot.records.keys import Scope

_TELEMETRY: TelemetryConfig = {
    # Its logs hold what was sent; the environment alone is to cause no connection.
    "logs": False,
    "metrics": False,
    "operation_spans": False,
    "auto_configure": False,
    "exclude": lambda scope: scope["path"] in {"/healthz", "/readyz", "/metrics"},
}
"""Of FastAPI's OpenTelemetry, the span of a request."""


class Api(FastAPI):
    """FastAPI whose document shows problem details instead of FastAPI's own errors."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document: a key may be given, and must be where one was made."""
        if self.openapi_schema is None:
            document = super().openapi()
            problems.describe(document)
            for operation in (
                each for path in document["paths"].values() for each in path.values()
            ):
                if "security" in operation:
                    operation["security"].append({})
        return super().openapi()


def create_app(
    chatbot: Chatbot,
    records: Records,
    limits: Limits = Limits(),
    hosts: Sequence[str] = (),
) -> FastAPI:
    """The API over `chatbot` and `records`, which are closed when the server stops.

    Args:
        chatbot: answers.
        records: are kept of conversations and keys.
        limits: what one client may do.
        hosts: names, besides those of this machine, under which MCP may be used.
    """
    from chatbot.api import mcp

    tools = mcp.application(recorded(chatbot, records, Via.MCP), hosts)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with tools.router.lifespan_context(tools):
            yield
        chatbot.close()
        records.close()

    app = _api(lifespan)
    tokens = Tokens(records.sites)
    app.state.access = access = Access(records, tokens, limits)
    for router, scope in _guarded(chatbot, records):
        app.include_router(router, dependencies=[Depends(Needs(access, scope))])
    app.include_router(sites.routes(tokens, access))
    _add_operation(app, chatbot, access)
    app.router.routes += tools.routes
    problems.install(app)
    _add_layers(app, access, records, mcp.PATH)
    return app


def _add_layers(app: FastAPI, access: Access, records: Records, mcp: str) -> None:
    """What every request passes through, the outermost last."""
    app.add_middleware(Places, access=access)
    app.add_middleware(Gate, access=access, path=mcp)
    app.add_middleware(BodyLimit)
    app.add_middleware(Failures)
    app.add_middleware(sites.OpenToSites, sites=records.sites)
    app.add_middleware(SafeHeaders)
    app.add_middleware(telemetry.Telemetry, others=(mcp,))


def _add_operation(app: FastAPI, chatbot: Chatbot, access: Access) -> None:
    """The routes for whoever runs the server."""
    app.include_router(health.routes(chatbot))
    app.include_router(telemetry.routes(), dependencies=[Depends(access.watched)])


def _guarded(chatbot: Chatbot, records: Records) -> list[tuple[APIRouter, Scope]]:
    """The routes that a key opens, with the scope that it must have."""
    asked = recorded(chatbot, records, Via.API)
    return [
        (ask.routes(asked, records.conversations), Scope.ASK),
        (feedback.routes(records.feedback), Scope.ASK),
        (openai.routes(recorded(chatbot, records, Via.OPENAI)), Scope.ASK),
        (conversations.routes(records.conversations), Scope.ASK),
        (measures.routes(asked), Scope.ASK),
        (export.routes(asked, records), Scope.ASK),
        (audit.routes(records, chatbot.library), Scope.ADMIN),
        (tables.routes(chatbot), Scope.READ),
        (policies.routes(chatbot.library), Scope.READ),
        (corrections.routes(chatbot.library), Scope.ADMIN),
        (jobs.routes(records.jobs, chatbot.library), Scope.ADMIN),
    ]


def _api(lifespan: Lifespan[FastAPI]) -> FastAPI:
    return Api(
        title="政策问答",
        summary="依据政策条款回答问题，逐条注明出处。",
        version=version("policy-chatbot"),
        # FastAPI's own pages load scripts from elsewhere; /openapi.json is there.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would send clients to whatever host they name
        lifespan=lifespan,
        telemetry=_TELEMETRY,
    )
