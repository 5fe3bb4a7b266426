"""Tokens of the widget (JWT, RFC 7519): good for ten minutes, for one site and one origin.

A browser says from which origin a page asks and lets no page lie about it; whoever is no browser
can lie, and is held by the rates alone. Therefore a token opens nothing but asking and reading.
"""

from datetime import UTC, datetime, timedelta

import jwt

from chatbot.errors import SiteRefused
from chatbot.records.keys import Scope
from chatbot.records.sites import Site, Sites

LIFETIME_S = 600
"""Seconds for which a token is good."""
SCOPES = frozenset({Scope.ASK, Scope.READ})
"""What a token allows."""
_ALGORITHM = "HS256"


class Tokens:
    """Gives tokens and knows them again."""

    def __init__(self, sites: Sites) -> None:
        self._sites = sites

    def give(self, site_id: str, origin: str, host: str) -> tuple[Site, str]:
        """The site, and a token for a page of this origin.

        Args:
            site_id: of the site that the page says it belongs to.
            origin: where the page comes from, as the browser says.
            host: by which name this server was asked; the page in the iframe is its own.

        Raises:
            SiteRefused: if the site does not allow the origin, or there is none.
        """
        site = self._sites.find(site_id)
        own = (f"https://{host}", f"http://{host}")
        if site is None or origin not in (*site.origins, *own):
            raise SiteRefused(
                f"站点 {site_id!r} 没有允许来自 {origin or '未知来源'} 的网页。",
                hint="请管理员核对网页中的 site，或用 chatbot sites create 登记这个来源。",
            )
        until = datetime.now(UTC) + timedelta(seconds=LIFETIME_S)
        claims = {"aud": origin, "exp": until}
        return site, jwt.encode(claims, site.secret, _ALGORITHM, headers={"kid": site.id})

    def site(self, token: str, origin: str | None) -> Site | None:
        """The good site that a token was given to; None if it is none, too old, or another's.

        Args:
            token: as it came.
            origin: where the request comes from; a browser does not say so within one origin.
        """
        try:
            site = self._sites.find(jwt.get_unverified_header(token).get("kid", ""))
            if site is None:
                return None
            claims = jwt.decode(
                token,
                site.secret,
                [_ALGORITHM],
                options={"require": ["aud", "exp"], "verify_aud": False},
            )
        except jwt.InvalidTokenError:
            return None
        return site if origin in {None, claims["aud"]} else None
