"""The API with the pages on top: one ASGI application, one address."""

import asyncio
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Query
from sse_starlette.sse import AppStatus
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from chatbot.api.access import Gate, Limits
from chatbot.api.app import create_app
from chatbot.api.patience import BODY_S, Patience
from chatbot.chain import Chatbot
from chatbot.records import Records, recorded
from chatbot.records.entry import Via
from index.errors import PolicyNotFound
from ui.door import Door
from ui.language import chosen
from ui.pages.reader import collection_page, marked_span, missing_page, policy_page
from ui.pages.strings import Language, Strings, strings
from ui.security import Shield
from ui.widget import routes as widget

_PAGES = Path(__file__).parent / "pages"
_HEAD = """<script src="page/theme.js"></script>
<script src="page/results.js"></script>
<link rel="stylesheet" href="page/page.css">
<script type="application/json" id="strings">{strings}</script>
<script type="module" src="page/page.js"></script>"""

_GRADIO = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    # Statistics over all past events, gathered after each one, for a page that is switched off.
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**12),
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
}
"""What gradio reads from the environment, when imported or built."""
_KEEP_ALIVE_S = 75
"""Seconds for which a connection is kept that nobody uses.

Longer than a proxy keeps its own (nginx: 60): else a request may meet a connection that is closing.
"""
_JOIN = "/gradio_api/queue/join"
"""Where the pages ask; counted as any other client's questions."""
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
    """The API, the reading view at /policies, and the Gradio pages at /, in two languages."""
    app = create_app(chatbot, records, limits, hosts)
    app.mount("/page", StaticFiles(directory=_PAGES / "assets"))
    app.include_router(widget.routes(chatbot.library, records.sites))
    _add_reader(app, chatbot)
    asked = recorded(chatbot, records, Via.PAGE)
    _put_last(
        app, {language: _pages(app, asked, records, strings(language)) for language in Language}
    )
    app.add_middleware(Gate, access=app.state.access, path=_JOIN)
    app.add_middleware(Door, records=records, access=app.state.access)
    app.add_middleware(Shield)
    return app


class Server(uvicorn.Server):
    """Serves the application that `create_server` makes.

    Every open page holds a stream, and uvicorn waits for streams to end: this one ends them. The
    stream of an answer ends with the answer.

    Args:
        app: what is served.
        shutdown_s: seconds for the answers that are being made when the server is to stop.
        body_s: seconds for a request's body, see `Patience`.
    """

    def __init__(self, app: FastAPI, shutdown_s: int = 30, body_s: float = BODY_S) -> None:
        config = uvicorn.Config(
            Patience(app, body_s),
            log_config=None,
            access_log=False,
            http="h11",  # bounds a request's head, which httptools, where installed, does not
            ws="none",
            timeout_keep_alive=_KEEP_ALIVE_S,
            timeout_graceful_shutdown=shutdown_s,
        )
        super().__init__(config)
        AppStatus.disable_automatic_graceful_drain()  # type: ignore[no-untyped-call]
        self._end_streams: Callable[[], None] = app.state.end_streams

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop on a signal."""
        super().handle_exit(sig, frame)
        self._end_streams()


def _add_reader(app: FastAPI, chatbot: Chatbot) -> None:
    library = chatbot.library

    @app.get("/policies", include_in_schema=False)
    def collection(request: Request) -> Response:
        heads = library.heads()
        if len(heads) == 1:
            return RedirectResponse(f"policies/{heads[0].id}")
        return HTMLResponse(collection_page(heads, chosen(request)))

    @app.get("/policies/{policy_id}", include_in_schema=False)
    def reader(
        request: Request,
        policy_id: str,
        clause: str = "",
        start: Annotated[int, Query(ge=0)] = 0,
        end: Annotated[int, Query(ge=0)] = 0,
    ) -> Response:
        try:
            policy, head = library.policy(policy_id), library.head(policy_id)
        except PolicyNotFound as error:
            return HTMLResponse(missing_page(error.what, chosen(request)), status_code=404)
        marked = marked_span(policy, clause, start, end)
        return HTMLResponse(policy_page(policy, head, chosen(request), marked))


def _pages(app: FastAPI, chatbot: Chatbot, records: Records, say: Strings) -> Mount:
    """Gradio's pages in one language, made ready with `app` but not among its routes.

    They are made within an event loop: without one, gradio opens ten and closes none.
    """
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _mounted(app, chatbot, records, say)).result()
    pages = app.router.routes.pop()
    if not isinstance(pages, Mount):
        raise TypeError(f"gradio mounts a {type(pages)}")
    return pages


async def _mounted(app: FastAPI, chatbot: Chatbot, records: Records, say: Strings) -> None:
    os.environ.update(_GRADIO)
    import gradio as gr

    from ui.pages.blocks import build
    from ui.pages.theme import theme

    gr.mount_gradio_app(
        app,
        build(chatbot, records, say),
        path="/",
        theme=theme(),
        head=_HEAD.format(strings=_for_scripts(say)),
        favicon_path=str(_PAGES / "assets" / "icon.svg"),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=1,
    )


def _without_origin(scope: Scope) -> Scope:
    """The request without its origin, any of which gradio would let read with cookies (CORS)."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"origin"]
    return {**scope, "headers": headers}


def _for_scripts(say: Strings) -> str:
    """What page.js says, as JSON that cannot end the element that it stands in."""
    said = {"language": say.language, "tag": say.tag, **say.section("script")}
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")


def _put_last(app: FastAPI, pages: Mapping[Language, Mount]) -> None:
    """Give gradio only what its pages need and no other route knows.

    A mount at "/" would take every request that a route before it cannot serve in full, and the
    API would lose its 404 and 405.
    """
    not_found = app.router.default

    def end_streams() -> None:
        gradio: list[Any] = [page.app for page in pages.values()]
        for each in gradio:
            each.stop_event.set()

    async def rest(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if not _SERVED.fullmatch(path):
            await not_found(scope, receive, send)
            return
        page = pages[chosen(HTTPConnection(scope)).language]
        await page.handle(_without_origin(scope), receive, send)

    app.state.end_streams = end_streams
    app.router.default = rest
