"""Where the text of a page is, and what around and in it is none of it."""

import re

from lxml.html import HtmlElement

_KNOWN = (
    "//*[@id='UCAP-CONTENT' or @id='zoom' or @id='Zoom' or @id='con_con' or @id='zwnr']",
    "//*[contains(@class,'TRS_Editor') or contains(@class,'TRS_UEDITOR')]",
    "//*[contains(@class,'pages_content') or contains(@class,'article-content')]",
    "//*[contains(@class,'view TRS') or contains(@class,'ccontent')]",
    "//article",
)
"""Where the content systems of government sites put the text."""
_NO_TEXT = {
    *("script", "style", "noscript", "template", "iframe", "object", "svg", "video", "audio"),
    *("nav", "header", "footer", "aside", "form", "button", "select", "textarea", "head"),
}
_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary"}
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|bread\w*|crumbs?|share|bdshare\w*|related|recommend\w*|footer|bottom|foot"
    r"|header|top|print|pages_print|qrcode|ewm|erweima|fontsize|sidebar|menu|search|copyright)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_MOST = 0.25
"""Share of a page's text that what surrounds the text holds at most; more is the text itself."""
_HELD = 0.8
"""Share of the text that one element must hold to be gone into."""
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])"
    r"|(?<!-)color\s*:\s*(?:#fff(?:fff)?|white|transparent|rgba?\(\s*255\s*,\s*255\s*,\s*255)\b",
    re.IGNORECASE,
)
_COLOURED = re.compile(r"background", re.IGNORECASE)
_RULE = re.compile(r"[.#]([\w-]+)\s*\{([^}]*)\}")


def without_hidden(root: HtmlElement) -> list[HtmlElement]:
    """The elements that hide text from whoever reads the page, the outermost of each."""
    rules = "".join(style.text_content() for style in root.iter("style"))
    names = {name for name, rule in _RULE.findall(rules) if _hides(rule)}
    hidden = [
        element
        for element in root.iter("*")
        if element.get("hidden") is not None
        or _hides(element.get("style", ""))
        or names & {element.get("id"), *element.get("class", "").split()}
    ]
    inner = {id(below) for element in hidden for below in element.iterdescendants()}
    return [
        element
        for element in hidden
        if id(element) not in inner and element.tag not in ("html", "body") and _length(element)
    ]


def without_boilerplate(root: HtmlElement) -> HtmlElement:
    """The page without navigation, forms, scripts, share bars, recommendations."""
    whole = _length(root)
    for element in list(root.iter("*")):
        if element.getparent() is None or element.tag == "body":
            continue
        around = element.get("role") in _ROLES or _AROUND.search(
            f"{element.get('class', '')} {element.get('id', '')}"
        )
        if element.tag in _NO_TEXT or (around and _length(element) < _MOST * whole):
            element.drop_tree()
    return root


def content(root: HtmlElement) -> HtmlElement:
    """The element with the text: a known one, or the innermost with most of what is no link."""
    for path in _KNOWN:
        found = max(root.xpath(path), key=_length, default=None)
        if found is not None and _length(found):
            return found
    at = root.find("body") if root.find("body") is not None else root
    while True:
        inner = max(at.iterchildren("*"), key=_prose, default=None)
        if inner is None or inner.tag in ("p", "tr") or _prose(inner) < _HELD * _prose(at):
            return at
        at = inner


def _hides(style: str) -> bool:
    found = _UNSEEN.search(style)
    return found is not None and not (_COLOURED.search(style) and "color" in found[0].lower())


def _length(element: HtmlElement) -> int:
    return len("".join("".join(element.itertext()).split()))


def _prose(element: HtmlElement) -> int:
    """Characters that are no link."""
    return _length(element) - sum(map(_length, element.iter("a")))
