"""Who may use the pages where keys are in use: visitors who have given one.

The key stays in this process. The browser gets a random token in a cookie that no script reads and
no other site sends; for a request with it, the door speaks with the visitor's key, so that whatever
the key may do, and how often, is decided where it is for every other client
(`chatbot.api.access`).
"""

import re
import secrets
import time
from collections import OrderedDict
from threading import Lock
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from chatbot.api.access import Access, address
from chatbot.api.problems import known
from chatbot.errors import KeyRejected, RateLimited
from chatbot.records import Records
from index.errors import LibraryUnavailable
from ui.language import chosen
from ui.pages.signin import sign_in_page

COOKIE = "session"
_LASTS_S = 12 * 3600
"""Seconds after which a key has to be given again."""
_MOST = 10_000
"""Visitors at once; the one who came first goes."""
_PAGES = re.compile(r"/|/policies(?:/[0-9a-z]+)?")
_READING = re.compile(r"/policies(?:/[0-9a-z]+)?")
_GRADIO = re.compile(r"/config|/gradio_api/.*")
_SAFE = {"GET", "HEAD", "OPTIONS"}
_LONGEST = 4_096
"""Bytes of the form in which a key is given."""


class Sessions:
    """Token → key, for those who gave one since the server started."""

    def __init__(self) -> None:
        self._secrets: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._lock = Lock()

    def begin(self, secret: str) -> str:
        """A token for whoever gave this key."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._secrets[token] = (time.monotonic() + _LASTS_S, secret)
            while len(self._secrets) > _MOST:
                self._secrets.popitem(last=False)
        return token

    def secret(self, token: str) -> str:
        """The key behind a token; "" if there is none, or none any more."""
        with self._lock:
            until, secret = self._secrets.get(token, (0.0, ""))
        return secret if time.monotonic() < until else ""

    def end(self, token: str) -> None:
        """Forget a token."""
        with self._lock:
            self._secrets.pop(token, None)


class Door:
    """ASGI middleware around pages and API; without keys and sites everybody is let in."""

    def __init__(self, app: ASGIApp, records: Records, access: Access) -> None:
        self.app = app
        self._records = records
        self._access = access
        self._sessions = Sessions()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or ask for a key."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            answer = await self._answer(scope, receive)
        except LibraryUnavailable as error:
            answer = known(Request(scope), error)
        if answer is None:
            await self.app(self._speaking(scope), receive, send)
        else:
            await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response | None:
        """What is answered in place of the application; None if it shall answer."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if _is_foreign(scope):
            return PlainTextResponse("来自其他网站的请求。", 403)
        if path in {"/sign-in", "/sign-out"} and scope["method"] == "POST":
            return await self._sign(Request(scope, receive), path)
        asks = _PAGES.fullmatch(path) or _GRADIO.fullmatch(path)
        if not asks or await run_in_threadpool(self._knows, scope, path):
            return None
        if _GRADIO.fullmatch(path):
            return PlainTextResponse("需要密钥，请重新打开页面。", 401)
        return _asking(HTTPConnection(scope), path, wrong=False)

    def _knows(self, scope: Scope, path: str) -> bool:
        """Whether this visitor may see the pages; what sites show to all may be read by all."""
        if not self._records.guarded():
            return True
        if _READING.fullmatch(path) and self._records.sites.are_used():
            return True
        return self._records.keys.check(self._secret(scope)) is not None

    def _secret(self, scope: Scope) -> str:
        return self._sessions.secret(HTTPConnection(scope).cookies.get(COOKIE, ""))

    def _speaking(self, scope: Scope) -> Scope:
        """The request with the visitor's key, unless it has one of its own."""
        secret = self._secret(scope)
        if not secret or "authorization" in Headers(scope=scope) or _comes_from_elsewhere(scope):
            return scope
        said = (b"authorization", f"Bearer {secret}".encode())
        return {**scope, "headers": [*scope["headers"], said]}

    async def _sign(self, request: Request, path: str) -> Response:
        """Begin or end a session."""
        self._sessions.end(request.cookies.get(COOKIE, ""))
        home = f"{request.scope.get('root_path', '')}/"
        if path == "/sign-out":
            response: Response = RedirectResponse(home, 303)
            response.delete_cookie(COOKIE)
            return response
        if int(request.headers.get("content-length", _LONGEST + 1)) > _LONGEST:
            return PlainTextResponse("表单太大。", 413)
        form = await request.form(max_files=0, max_fields=2)
        secret, to = str(form.get("key", "")).strip(), str(form.get("to", "/"))
        to = to if _PAGES.fullmatch(to) else "/"
        try:
            await run_in_threadpool(self._access.key, secret, address(request))
        except KeyRejected:
            return _asking(request, to, wrong=True)
        except RateLimited as error:
            return known(request, error)
        response = RedirectResponse(home + to.removeprefix("/"), 303)
        response.set_cookie(
            COOKIE,
            self._sessions.begin(secret),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response


def _asking(connection: HTTPConnection, to: str, *, wrong: bool) -> Response:
    root = f"{connection.scope.get('root_path', '')}/"
    page = sign_in_page(chosen(connection), root, to, wrong=wrong)
    return HTMLResponse(page, 401, {"cache-control": "no-store"})


def _is_foreign(scope: Scope) -> bool:
    """Whether another site's page sends this without having asked, as a form can."""
    kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
    changes = scope["method"] not in _SAFE and kind != "application/json"
    return changes and _comes_from_elsewhere(scope)


def _comes_from_elsewhere(scope: Scope) -> bool:
    """Whether the browser says that a page of another origin asks."""
    headers = Headers(scope=scope)
    if said := headers.get("sec-fetch-site"):
        return said not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")
