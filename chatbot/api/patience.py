"""ASGI middleware: a request's body is not waited for beyond all measure."""

from asyncio import get_running_loop, timeout_at

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_S = 30.0
"""Seconds for a body, beside those that its size takes."""
_SLOWEST = 16 * 1024
"""Bytes a second that every network brings."""


class TooSlow(HTTPException):
    """The body did not come in time; the connection is of no more use."""

    def __init__(self) -> None:
        detail = "请求正文没有在规定的时间内传完，连接已关闭，请重新发送。"
        super().__init__(408, detail, {"connection": "close"})


class Patience:
    """Breaks off reading a body that comes too slowly; whoever reads it gets a 408 to answer with.

    A limit for each piece alone would be kept by whoever sends a byte now and then. How long a
    response takes is not limited here.

    Args:
        app: what answers.
        body_s: seconds for a body, and one more for each 16 KB that have come.
    """

    def __init__(self, app: ASGIApp, body_s: float = BODY_S) -> None:
        self.app = app
        self._body_s = body_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        until = get_running_loop().time() + self._body_s
        whole = False

        async def in_time() -> Message:
            nonlocal until, whole
            if whole:  # what is waited for now is that the client leaves
                return await receive()
            try:
                async with timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise TooSlow from None
            until += len(message.get("body", b"")) / _SLOWEST
            whole = not message.get("more_body", False)
            return message

        await self.app(scope, in_time, send)
