"""Pages that embed the widget: POST /v1/widget/token, and what browsers let them read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from pydantic import BaseModel, Field, StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from chatbot.api.access import Access, address
from chatbot.api.ask import says_json
from chatbot.api.filters import RequestIn
from chatbot.api.problems import RESPONSES, known
from chatbot.api.tokens import LIFETIME_S, Tokens
from chatbot.records.sites import Sites
from index.errors import LibraryUnavailable

SiteId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
_REMEMBERED_S = 600
"""Seconds for which a browser need not ask again whether it may ask."""


class TokenIn(RequestIn):
    """Which site the page belongs to."""

    site: SiteId = Field(description="站点的公开编号，由 chatbot sites create 给出")


class TokenOut(BaseModel):
    """A token for the page."""

    token: str = Field(description="放在请求头 Authorization: Bearer 之后；可提问和查阅")
    expires_in: int = Field(description="有效期，单位秒；到期之前可再次领取")


def routes(tokens: Tokens, access: Access) -> APIRouter:
    """The route that gives tokens."""
    router = APIRouter(
        prefix="/v1/widget",
        tags=["组件"],
        responses=RESPONSES,
        dependencies=[Depends(says_json)],
    )

    @router.post("/token", operation_id="give_token", summary="领取网页组件的令牌")
    def give(
        request: TokenIn,
        asked: Request,
        origin: Annotated[str, Header(description="网页的来源，由浏览器给出")] = "",
    ) -> TokenOut:
        """供登记过的门户网页中的组件使用；其他来源的网页不予发放。"""
        site, token = tokens.give(request.site, origin, asked.headers.get("host", ""))
        access.count_visit(site, address(asked))
        return TokenOut(token=token, expires_in=LIFETIME_S)

    return router


class OpenToSites:
    """ASGI middleware: pages of the sites, and no others, may read what is answered (CORS)."""

    def __init__(self, app: ASGIApp, sites: Sites) -> None:
        self.app = app
        self._sites = sites

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and say whether the page that made it may read the response."""
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is None:
            await self.app(scope, receive, send)
            return
        try:
            allowed = await run_in_threadpool(self._sites.allow, origin)
        except LibraryUnavailable as error:
            await known(Request(scope), error)(scope, receive, send)
            return
        shared = CORSMiddleware(
            self.app,
            allow_origins=[origin] if allowed else [],
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After"],
            max_age=_REMEMBERED_S,
        )
        await shared(scope, receive, send)
