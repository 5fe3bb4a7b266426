"""The API with the pages on top: one ASGI application, one address."""

import asyncio
import os
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from chatbot.api.access import Limits
from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.records import Records, recorded
from chatbot.records.entry import Via
from index.errors import PolicyNotFound
from ui.pages.reader import collection_page, marked_span, missing_page, policy_page
from ui.security import Shield

_PAGES = Path(__file__).parent / "pages"
_HEAD = """<link rel="stylesheet" href="page/page.css">
<script type="module" src="page/page.js"></script>"""

_GRADIO = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    # Statistics over all past events, gathered after each one, for a page that is switched off.
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**12),
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
}
"""What gradio reads from the environment, when imported or built."""
_SERVED = re.compile(
    r"/(?:config|theme\.css|favicon\.ico|(?:assets|static)/.+"
    r"|gradio_api/(?:queue/(?:join|data)|heartbeat/\w+|startup-events|cancel|reset)/?)?"
)
"""What the pages ask of gradio. Its uploads, file access, proxy and direct calls stay shut."""


def create_server(
    chatbot: Chatbot,
    records: Records,
    limits: Limits = Limits(),
    hosts: Sequence[str] = (),
) -> FastAPI:
    """The API, the reading view at /policies, and the Gradio pages at /."""
    app = create_app(chatbot, records, limits, hosts)
    app.mount("/page", StaticFiles(directory=_PAGES / "assets"))
    _add_reader(app, chatbot)
    _mount_pages(app, recorded(chatbot, records, Via.PAGE))
    _put_last(app)
    app.add_middleware(Shield)
    return app


class Server(uvicorn.Server):
    """Serves the application that `create_server` makes.

    Every open page holds a stream, and uvicorn waits for streams to end: this one ends them.
    """

    def __init__(self, app: FastAPI) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", ws="none"))
        self._end_streams: Callable[[], None] = app.state.end_streams

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop on a signal."""
        super().handle_exit(sig, frame)
        self._end_streams()


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


def _mount_pages(app: FastAPI, chatbot: Chatbot) -> None:
    """Mount them from within an event loop: without one, gradio opens ten and closes none."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _mounted(app, chatbot)).result()


async def _mounted(app: FastAPI, chatbot: Chatbot) -> None:
    os.environ.update(_GRADIO)
    import gradio as gr

    from ui.pages.blocks import build
    from ui.pages.theme import theme

    gr.mount_gradio_app(
        app,
        build(chatbot),
        path="/",
        theme=theme(),
        head=_HEAD,
        favicon_path=str(_PAGES / "assets" / "icon.svg"),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=1,
    )


def _put_last(app: FastAPI) -> None:
    """Give gradio only what its pages need and no other route knows.

    A mount at "/" would take every request that a route before it cannot serve in full, and the
    API would lose its 404 and 405.
    """
    pages: Any = app.router.routes.pop()
    not_found = app.router.default
    app.state.end_streams = pages.app.stop_event.set

    async def rest(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        await (pages.handle if _SERVED.fullmatch(path) else not_found)(scope, receive, send)

    app.router.default = rest
