"""What portals load: the script, what one can ask about, and the page for an iframe."""

import re
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query
from pydantic import BaseModel
from starlette.responses import FileResponse, HTMLResponse, Response

from chatbot.api.sites import SiteId
from chatbot.measures.needs import NEEDS
from chatbot.measures.profile import Organisation, Ownership, Size, Stage
from chatbot.measures.reading import QUALIFICATIONS
from chatbot.records.sites import Sites
from index.library import Library
from ui.pages.examples import examples
from ui.widget.script import script, zipped

_CHOICES = {
    "kinds": [*Organisation],
    "sizes": [*Size],
    "ownerships": [*Ownership],
    "stages": [*Stage],
    "qualifications": [*QUALIFICATIONS],
    "needs": [*NEEDS],
}
"""What the form about an organisation offers."""
# Any page may load the script, with `integrity` and under Cross-Origin-Embedder-Policy too; an hour
# later it asks whether there is a newer one.
_SHARED = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "public, max-age=3600",
    "vary": "accept-encoding",
}
_REFUSED = re.compile(r"\s*q\s*=\s*0(?:\.0*)?\s*")
_ZIPPED = {"content-encoding": "gzip"}


class Start(BaseModel):
    """What a widget shows before the first question."""

    policies: int
    examples: list[str]
    choices: dict[str, list[str]]


def routes(library: Library, sites: Sites) -> APIRouter:
    """The routes below /widget; none needs a key."""
    router = APIRouter(prefix="/widget", include_in_schema=False)

    @router.get("/policy-chat.js")
    def policy_chat(accept_encoding: Annotated[str, Header()] = "") -> Response:
        if _takes_gzip(accept_encoding):
            return Response(zipped(), media_type="text/javascript", headers=_SHARED | _ZIPPED)
        return Response(script(), media_type="text/javascript", headers=_SHARED)

    @router.get("/frame.css")
    def frame_css() -> Response:
        return FileResponse(Path(str(files("ui.widget") / "frame.css")))

    @router.get("/start")
    def start() -> Start:
        return Start(policies=len(library.heads()), examples=examples(library), choices=_CHOICES)

    @router.get("/frame")
    def frame(
        site: Annotated[SiteId | None, Query()] = None,
        lang: Literal["zh", "en"] = "zh",
        theme: Literal["light", "dark"] | None = None,
    ) -> Response:
        known = sites.find(site) if site else None
        if site and known is None:
            return HTMLResponse("没有这个站点。", 404)
        page = frame_page(lang, {"site": site, "theme": theme})
        return HTMLResponse(page, headers=_framed(known.origins if known else ()))

    return router


def _takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding (RFC 9110, 12.5.3) names gzip, and not with a weight of 0."""
    parts = (each.partition(";") for each in accepted.lower().split(","))
    weights = {name.strip(): weight for name, _, weight in parts}
    return "gzip" in weights and not _REFUSED.fullmatch(weights["gzip"])


def frame_page(lang: str, attributes: Mapping[str, str | None]) -> str:
    """The page that holds nothing but the widget, with these attributes."""
    said = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if value)
    page = (files("ui.widget") / "frame.html").read_text(encoding="utf-8")
    return Template(page).substitute(lang="zh-CN" if lang == "zh" else lang, attributes=said)


def _framed(origins: tuple[str, ...]) -> dict[str, str]:
    """Everything from this server, and in the frames of these origins alone."""
    ancestors = " ".join(("'self'", *origins))
    return {
        "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
        "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
        f"require-trusted-types-for 'script'; frame-ancestors {ancestors}"
    }
