"""The API as an ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from chatbot.api import ask, policies, problems
from chatbot.api.limits import BodyLimit, SafeHeaders
from chatbot.api.problems import RESPONSES
from chatbot.api.wire import Health, Problem
from chatbot.chain import Chatbot


def create_app(chatbot: Chatbot) -> FastAPI:
    """The API over `chatbot`, which is closed when the server stops.

    The pages that FastAPI offers for its documentation load scripts from elsewhere; they are
    left out, and `/openapi.json` is there.
    """

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        chatbot.close()

    app = FastAPI(
        title="政策问答",
        summary="依据政策条款回答问题，逐条注明出处。",
        version=version("policy-chatbot"),
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.include_router(ask.routes(chatbot))
    app.include_router(policies.routes(chatbot.library))

    @app.get("/healthz", operation_id="healthz", summary="存活检查", tags=["运行"])
    def healthz() -> Health:
        """进程在运行。"""
        return Health()

    @app.get(
        "/readyz", operation_id="readyz", summary="就绪检查", tags=["运行"], responses=RESPONSES
    )
    def readyz() -> Health:
        """可以回答问题；索引不可用时返回 503。"""
        chatbot.searcher.warm()
        return Health()

    problems.install(app)
    _document_problems(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(SafeHeaders)
    return app


def _document_problems(app: FastAPI) -> None:
    """Put the problem details into the OpenAPI document in place of FastAPI's own errors."""
    generate = app.openapi

    def openapi() -> dict[str, object]:
        if app.openapi_schema is None:
            document = generate()
            schemas = document["components"]["schemas"]
            template = "#/components/schemas/{model}"
            own = Problem.model_json_schema(ref_template=template)
            schemas.update(own.pop("$defs", {}))
            schemas["Problem"] = own
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            for path in document["paths"].values():
                for operation in path.values():
                    operation["responses"].pop("422", None)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
