"""What a browser may do with our pages."""

import base64
import hashlib
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


def policy(scripts: list[bytes]) -> str:
    """The Content-Security-Policy for a page with these inline scripts.

    Gradio sets `style` attributes; its few inline scripts are allowed by their hash, so that an
    injected one does not run.
    """
    hashes = "".join(f" 'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'self'"
    )


def _digest(script: bytes) -> str:
    return base64.b64encode(hashlib.sha256(script).digest()).decode("ascii")


class Shield:
    """ASGI middleware: security headers on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request, and guard what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        shown = _uncompressed(scope) if scope["path"] == "/" else scope
        await self.app(shown, receive, _Guarded(send))


def _uncompressed(scope: Scope) -> Scope:
    """The request without its wish for compression: the page is read for its scripts."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}


class _Guarded:
    """Sends a response with security headers; a page is held back until it is complete."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if _is_page(Headers(raw=message["headers"])):
                self.start = message
                return
            _secure(message, [])
        elif self.start is not None:
            await self._page(self.start, message)
            return
        await self.send(message)

    async def _page(self, start: Message, message: Message) -> None:
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        _secure(start, _INLINE_SCRIPT.findall(self.body))
        await self.send(start)
        await self.send({"type": "http.response.body", "body": self.body})


def _is_page(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith("text/html")


def _secure(start: Message, scripts: list[bytes]) -> None:
    headers = MutableHeaders(raw=start["headers"])
    if "content-security-policy" not in headers:
        headers["content-security-policy"] = policy(scripts)
        # For browsers that do not know `frame-ancestors`; others prefer that (CSP3, 7.7.1).
        headers.setdefault("x-frame-options", "SAMEORIGIN")
    headers.setdefault("x-content-type-options", "nosniff")
    headers.setdefault("referrer-policy", "no-referrer")
    headers.setdefault("permissions-policy", "camera=(), geolocation=(), microphone=()")
