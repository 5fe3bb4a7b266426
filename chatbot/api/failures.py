"""ASGI middleware: what fails unexpectedly is answered where headers are still added."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chatbot.api.problems import unexpected


class Failures:
    """Answers an error of ours that nothing inside has answered, and raises it on for the log.

    The framework would answer it outside of every other layer: a page of another origin could not
    read that something went wrong, as the response would lack the headers for it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except Exception as error:
            if not begun:
                await unexpected(Request(scope), error)(scope, receive, send)
            raise
