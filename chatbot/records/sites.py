"""Sites that embed the widget: a public key, and the origins whose pages may use it."""

import re
import secrets
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from pydantic import HttpUrl, TypeAdapter, ValidationError
from sqlalchemy import Engine, Row, insert, select, update

from chatbot.errors import BadSettings, SiteNotFound
from chatbot.records.lately import Lately
from chatbot.records.tables import SITES
from index.database import available, to_write

_PORTS = {"http": 80, "https": 443}
# A browser's host may hold signs that would end a source in a Content-Security-Policy.
_HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:]+\]")


@dataclass(frozen=True, slots=True)
class Site:
    """A site that may embed the widget.

    Attributes:
        id: its key, which is no secret: it stands in the pages.
        origins: as browsers write them, such as `https://portal.example`.
        secret: what its tokens are signed with, 256 random bits in hexadecimal.
        created: seconds since 1970.
        revoked: seconds since 1970; None while it is good.
    """

    id: str
    name: str
    origins: tuple[str, ...]
    secret: str = field(repr=False)
    created: float
    revoked: float | None = None


class Sites:
    """The sites of one database; what another process changes is known a second later."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._now = now
        self._good = Lately(self._read_good)

    def create(self, name: str, origins: Collection[str]) -> Site:
        """A new site.

        Raises:
            BadSettings: if one of the origins is none.
        """
        known = tuple(dict.fromkeys(map(origin, origins)))
        site = Site(secrets.token_hex(8), name, known, secrets.token_hex(32), self._now())
        with available(), to_write(self._engine).begin() as connection:
            connection.execute(
                insert(SITES).values(
                    id=site.id,
                    name=name,
                    origins=" ".join(known),
                    secret=site.secret,
                    created=site.created,
                )
            )
        self._good.change()
        return site

    def all(self) -> list[Site]:
        """Every site, the oldest first; revoked ones too."""
        with available(), self._engine.connect() as connection:
            rows = connection.execute(select(SITES).order_by(SITES.c.created, SITES.c.id))
            return [_site(row) for row in rows]

    @property
    def at_hand(self) -> bool:
        """Whether the database need not be asked for the good ones."""
        return self._good.at_hand

    def are_used(self) -> bool:
        """Whether there is a good site: from then on nobody is let in without key or token."""
        return bool(self._good.value())

    def find(self, site_id: str) -> Site | None:
        """The good site with this id."""
        return self._good.value().get(site_id)

    def allow(self, origin: str) -> bool:
        """Whether a page from this origin may read what is answered to it."""
        return any(origin in site.origins for site in self._good.value().values())

    def revoke(self, site_id: str) -> None:
        """Let the site's pages in no more, from now on.

        Raises:
            SiteNotFound: if there is no good site with this id.
        """
        with available(), to_write(self._engine).begin() as connection:
            changed = connection.execute(
                update(SITES)
                .where(SITES.c.id == site_id, SITES.c.revoked.is_(None))
                .values(revoked=self._now())
            )
            if not changed.rowcount:
                raise SiteNotFound(
                    f"没有编号为 {site_id!r} 的有效站点。", hint="编号见 chatbot sites list。"
                )
        self._good.change()

    def _read_good(self) -> dict[str, Site]:
        return {site.id: site for site in self.all() if site.revoked is None}


def origin(text: str) -> str:
    """An origin as browsers write it: host in ASCII, no port that goes without saying.

    Raises:
        BadSettings: if it is none, or more than one.
    """
    try:
        url = TypeAdapter(HttpUrl).validate_python(text.strip())
    except ValidationError:
        url = None
    if url is None or not _HOST.fullmatch(url.host or "") or _more(url):
        raise BadSettings(
            f"{text!r} 不是网页来源。",
            hint="应为协议加主机名（必要时加端口），如 https://portal.example，不含路径和通配符。",
        )
    port = "" if url.port == _PORTS[url.scheme] else f":{url.port}"
    return f"{url.scheme}://{url.host}{port}"


def _more(url: HttpUrl) -> bool:
    """Whether an address says more than an origin does."""
    return url.path != "/" or any((url.query, url.fragment, url.username, url.password))


def _site(row: Row[tuple[str, str, str, str, float, float | None]]) -> Site:
    origins = tuple(row.origins.split())
    return Site(row.id, row.name, origins, row.secret, row.created, row.revoked)
