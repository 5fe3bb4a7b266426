"""ASGI middleware: how much a request may hold, and headers for every response."""

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.uploads import MAX_TOTAL

MAX_BODY = 4 * 1024 * 1024
"""Bytes of a request: fifty turns of history at their longest, in UTF-8."""
_UPLOADS = "/v1/jobs"
_MAX_UPLOAD = MAX_TOTAL + 1024 * 1024
"""Bytes of an upload: the files, and what stands around them in a form."""

_HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
# Data is never a page: nothing in it runs, nobody frames it, no cache keeps it.
DATA_HEADERS = {
    **_HEADERS,
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
"""Security headers of a JSON response."""

REQUEST_ID = "x-request-id"
"""Tells a request from others: the client's own id or ours, in the response and in the log."""


class BodyLimit:
    """Breaks off reading a request body that is too long, announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; whoever reads too much of it gets a 413 to answer with."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        size = 0
        limit = _MAX_UPLOAD if scope["path"] == _UPLOADS else MAX_BODY

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                detail = f"请求正文超过上限 {limit:,} 字节，请缩短问题或历史对话，或分几次上传。"
                raise HTTPException(413, detail)
            return message

        await self.app(scope, counted, send)


class SafeHeaders:
    """Puts security headers on every response, unless it has its own.

    A page's Content-Security-Policy is set by whoever serves pages.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to what is sent."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                is_data = headers.get("content-type", "").endswith("json")
                for name, value in (DATA_HEADERS if is_data else _HEADERS).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sent)
