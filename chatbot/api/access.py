"""Who may ask, and how often: keys, scopes, rates and how many at a time."""

from dataclasses import dataclass
from ipaddress import ip_address
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.security.base import SecurityBase
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import State
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as ScopeOfRequest

from chatbot.api.problems import known
from chatbot.api.rates import Rates
from chatbot.api.tokens import SCOPES, Tokens
from chatbot.errors import AccessDenied, KeyRejected, TooBusy
from chatbot.records import Records
from chatbot.records.keys import Key, Scope
from chatbot.records.sites import Site
from index.errors import PolicyChatError

_BEARER = HTTPBearer(auto_error=False, description="chatbot keys create 给出的密钥")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
_ADMIN_HINT = "请运行 chatbot keys create 名称 --scope admin，并在请求头中给出密钥。"
_BUSY_S = 1
"""Seconds after which it is worth trying again when all places are taken."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one client may do.

    Attributes:
        per_key: requests a minute with one key; 0 for any number.
        per_address: requests a minute from one address without a key; 0 for any number.
        per_site: requests a minute by all visitors of one site; 0 for any number.
        per_visitor: requests a minute by those from one address; 0 for any number.
        wrong_keys: a minute from one address, after which it is put off; 0 for any number.
        at_once: requests worked on at the same time.
        url: of the Redis in which replicas count together; without one each counts for itself.
    """

    per_key: int = 600
    per_address: int = 0
    per_site: int = 3000
    per_visitor: int = 120
    wrong_keys: int = 60
    at_once: int = 512
    url: str | None = None


class Access:
    """Lets requests in; one for the whole server.

    Without a single good key or site everybody is let in, except where an administrator alone may
    go: a server that listens beyond its own machine is not started so (`ui.commands.serve`).
    """

    def __init__(self, records: Records, tokens: Tokens, limits: Limits) -> None:
        self._records = records
        self._tokens = tokens
        self._limits = limits
        self._rates = Rates(limits.url)
        self._places = BoundedSemaphore(limits.at_once)

    def enter(self, state: State) -> None:
        """Take a place for a request, which `Places` gives back.

        Raises:
            TooBusy: if too many requests are worked on.
        """
        if not self._places.acquire(blocking=False):
            raise TooBusy(_BUSY_S)
        state.placed = True

    def leave(self, state: State) -> None:
        """Give back the place of a request, if it was given one."""
        if getattr(state, "placed", False):
            self._places.release()

    def admit(
        self, scope: Scope, request: Request, credentials: HTTPAuthorizationCredentials | None
    ) -> None:
        """Let in who has this scope and does not ask too often.

        Raises:
            KeyRejected: if a key is needed and none, or no good one, is given.
            AccessDenied: if the key lacks the scope.
            RateLimited: if the client asks too often.
        """
        if scope is not Scope.ADMIN and not self._records.guarded():
            self._rates.count(self._limits.per_address, "address", address(request))
            return
        secret = credentials.credentials if credentials else ""
        if site := self._tokens.site(secret, request.headers.get("origin")):
            _require(scope, SCOPES)
            request.state.key_id = site.id
            self.count_visit(site, address(request))
        else:
            key = self.key(secret, address(request))
            _require(scope, key.scopes)
            request.state.key_id = key.id
            self._rates.count(self._limits.per_key, "key", key.id)

    async def let_in(self, scope: Scope, request: Request) -> None:
        """The same with the credentials of the request, from the event loop."""
        credentials = await _BEARER(request)
        if self._knows():  # handing it to a thread takes longer
            self.admit(scope, request, credentials)
        else:
            await run_in_threadpool(self.admit, scope, request, credentials)

    def _knows(self) -> bool:
        """Whether neither a database nor another server is asked who may come in."""
        known = self._records.keys.at_hand and self._records.sites.at_hand
        return known and self._rates.are_own

    def key(self, secret: str, place: str) -> Key:
        """The key that a client gives; "" for none, which is no guess.

        An address that gave too many wrong ones is put off before the next is looked at, a good one
        too: else its answer would still tell a guess that is right.

        Args:
            secret: what is to be a key.
            place: the address of who gives it.

        Raises:
            KeyRejected: if it is none.
            RateLimited: if too many from this address were none.
        """
        self._rates.check(self._limits.wrong_keys, "wrong", place)
        if key := self._records.keys.check(secret):
            return key
        if secret:
            self._rates.count(self._limits.wrong_keys, "wrong", place)
        raise KeyRejected(
            "没有给出有效的密钥。", hint="请在请求头中写明 Authorization: Bearer 密钥。"
        )

    def watched(self, request: Request, credentials: Credentials) -> None:
        """A dependency that lets in admins, and this machine where there are no keys.

        Raises:
            KeyRejected: if a key is needed and none, or no good one, is given.
            AccessDenied: if the key is not an admin's.
        """
        if self._records.guarded():
            self.admit(Scope.ADMIN, request, credentials)
        elif not _is_this_machine(address(request)):
            raise KeyRejected("没有密钥时只向本机提供。", hint=_ADMIN_HINT)

    def count_visit(self, site: Site, visitor: str) -> None:
        """Count a request from a page of a site.

        Args:
            site: that the page belongs to.
            visitor: the address of whoever looks at it.

        Raises:
            RateLimited: if there are too many from the address, or from the site.
        """
        self._rates.count(self._limits.per_visitor, "visitor", visitor)
        self._rates.count(self._limits.per_site, "site", site.id)


def address(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""


def _require(scope: Scope, given: frozenset[Scope]) -> None:
    if scope not in given:
        raise AccessDenied(f"这个密钥没有 {scope} 权限。", hint="请向管理员申请具有该权限的密钥。")


def _is_this_machine(place: str) -> bool:
    try:
        return ip_address(place).is_loopback
    except ValueError:
        return False


class Needs(SecurityBase):
    """A dependency that lets in who has a scope and is within the limits.

    It stands for the bearer's credentials in the OpenAPI document: a dependency of its own for
    them would be one more for FastAPI to solve with every request.

    Raises:
        KeyRejected: if a key is needed and none, or no good one, is given.
        AccessDenied: if the key lacks the scope.
        RateLimited: if the client asks too often.
        TooBusy: if too many requests are worked on.
    """

    model = _BEARER.model
    scheme_name = _BEARER.scheme_name

    def __init__(self, access: Access, scope: Scope) -> None:
        self._access = access
        self._scope = scope

    async def __call__(self, request: Request) -> None:
        """Let a request in."""
        await self._access.let_in(self._scope, request)
        self._access.enter(request.state)


class Places:
    """ASGI middleware: a request keeps the place that it was given until its response is sent."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self._access = access

    async def __call__(self, scope: ScopeOfRequest, receive: Receive, send: Send) -> None:
        """Pass a request on, and give back its place."""
        try:
            await self.app(scope, receive, send)
        finally:
            if scope["type"] == "http":
                self._access.leave(Request(scope).state)


class Gate:
    """ASGI middleware: the same for a path that is served by another application."""

    def __init__(self, app: ASGIApp, access: Access, path: str) -> None:
        self.app = app
        self._access = access
        self._path = path

    async def __call__(self, scope: ScopeOfRequest, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer why not."""
        if scope["type"] == "http" and scope["path"].rstrip("/") == self._path:
            request = Request(scope)
            try:
                await self._access.let_in(Scope.ASK, request)
            except PolicyChatError as error:
                await known(request, error)(scope, receive, send)
                return
        await self.app(scope, receive, send)
