"""The API with the pages on top: one ASGI application, one address."""

import os
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from index.errors import PolicyNotFound
from ui.pages.reader import collection_page, marked_span, missing_page, policy_page
from ui.security import Shield

_PAGES = Path(__file__).parent / "pages"
_HEAD = """<link rel="stylesheet" href="page/page.css">
<link rel="icon" href="page/icon.svg">
<script src="page/page.js" defer></script>"""


def create_server(chatbot: Chatbot) -> FastAPI:
    """The API, the reading view at /policies, and the Gradio pages at /."""
    app = create_app(chatbot)
    app.mount("/page", StaticFiles(directory=_PAGES / "assets"))
    _add_reader(app, chatbot)
    _keep_api_errors(app)
    _mount_pages(app, chatbot)
    app.add_middleware(Shield)
    return app


def _add_reader(app: FastAPI, chatbot: Chatbot) -> None:
    library = chatbot.library

    @app.get("/policies", include_in_schema=False)
    def collection() -> Response:
        heads = library.heads()
        if len(heads) == 1:
            return RedirectResponse(f"policies/{heads[0].id}")
        return HTMLResponse(collection_page(heads))

    @app.get("/policies/{policy_id}", include_in_schema=False)
    def reader(
        policy_id: str,
        clause: str = "",
        start: Annotated[int, Query(ge=0)] = 0,
        end: Annotated[int, Query(ge=0)] = 0,
    ) -> Response:
        try:
            policy = library.policy(policy_id)
        except PolicyNotFound as error:
            return HTMLResponse(missing_page(error.what), status_code=404)
        return HTMLResponse(policy_page(policy, marked_span(policy, clause, start, end)))


def _keep_api_errors(app: FastAPI) -> None:
    """Let unknown API addresses end at the API, not at the pages mounted behind it."""

    @app.api_route("/v1/{path:path}", methods=["GET", "POST"], include_in_schema=False)
    def unknown(path: str) -> None:
        raise HTTPException(404, f"没有 /v1/{path} 这个接口。")


def _mount_pages(app: FastAPI, chatbot: Chatbot) -> None:
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
    import gradio as gr

    from ui.pages.blocks import build
    from ui.pages.theme import theme

    gr.mount_gradio_app(
        app,
        build(chatbot),
        path="/",
        theme=theme(),
        head=_HEAD,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=1,
    )
