"""The API as an ASGI application."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI

from chatbot.api import (
    ask,
    conversations,
    export,
    health,
    measures,
    openai,
    policies,
    problems,
    tables,
)
from chatbot.api.limits import BodyLimit, SafeHeaders
from chatbot.chain import Chatbot
from chatbot.records import Records


class Api(FastAPI):
    """FastAPI whose document shows problem details instead of FastAPI's own errors."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        if self.openapi_schema is None:
            problems.describe(super().openapi())
        return super().openapi()


def create_app(chatbot: Chatbot, records: Records, hosts: Sequence[str] = ()) -> FastAPI:
    """The API over `chatbot` and `records`, which are closed when the server stops.

    The pages that FastAPI offers for its documentation load scripts from elsewhere; they are
    left out, and `/openapi.json` is there.

    Args:
        chatbot: answers.
        records: are kept of conversations.
        hosts: names, besides those of this machine, under which MCP may be used.
    """
    from chatbot.api import mcp

    tools = mcp.application(chatbot, hosts)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with tools.router.lifespan_context(tools):
            yield
        chatbot.close()
        records.close()

    app = Api(
        title="政策问答",
        summary="依据政策条款回答问题，逐条注明出处。",
        version=version("policy-chatbot"),
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would send clients to whatever host they name
        lifespan=lifespan,
    )
    _add_routes(app, chatbot, records)
    app.router.routes += tools.routes
    problems.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(SafeHeaders)
    return app


def _add_routes(app: FastAPI, chatbot: Chatbot, records: Records) -> None:
    app.include_router(ask.routes(chatbot, records.conversations))
    app.include_router(openai.routes(chatbot))
    app.include_router(conversations.routes(records.conversations))
    app.include_router(measures.routes(chatbot))
    app.include_router(tables.routes(chatbot))
    app.include_router(export.routes(chatbot, records.conversations))
    app.include_router(policies.routes(chatbot.library))
    app.include_router(health.routes(chatbot))
