"""A portal for demonstration: pages on an origin of their own that embed the widget."""

from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

_FOLDER = Path(str(files("ui.widget")))
_TITLES = {"/": "首页", "/inline": "问答专区", "/frame": "问答专区（内嵌框架）"}


def portal(server: str, site: str) -> Starlette:
    """The pages of a portal that may use the chatbot.

    Args:
        server: address of the chatbot, without a slash at the end.
        site: key that was made for the portal's origin.
    """

    def page(request: Request) -> Response:
        lang = "en" if request.query_params.get("lang") == "en" else "zh-CN"
        return HTMLResponse(_page(request.url.path, lang, server, site), headers=_headers(server))

    def style(_request: Request) -> Response:
        return FileResponse(_FOLDER / "demo.css")

    pages = [Route(path, page) for path in _TITLES]
    return Starlette(routes=[*pages, Route("/demo.css", style)])


def _page(path: str, lang: str, server: str, site: str) -> str:
    embedded = {
        "/inline": f'<policy-chat mode="inline" site="{escape(site)}"></policy-chat>',
        "/frame": f'<iframe title="政策问答" allow="clipboard-write" '
        f'src="{escape(server)}/widget/frame?site={escape(site)}"></iframe>',
    }
    floating = f'<policy-chat site="{escape(site)}"></policy-chat>' if path == "/" else ""
    return Template((_FOLDER / "demo.html").read_text(encoding="utf-8")).substitute(
        lang=lang,
        title=_TITLES[path],
        server=escape(server),
        embedded=embedded.get(path, ""),
        floating=floating,
    )


def _headers(server: str) -> dict[str, str]:
    """As strict as a portal can be: its own styles, the widget's script, and no text as markup."""
    return {
        "content-security-policy": "default-src 'none'; style-src 'self'; img-src data:; "
        f"script-src {server}/widget/policy-chat.js; connect-src {server}; frame-src {server}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'",
        "x-content-type-options": "nosniff",
    }
