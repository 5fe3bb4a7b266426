"""The widget's parts → the one script that portals load."""

import gzip
import json
from functools import cache
from importlib.resources import files

_PARTS = (
    "words.js",
    "dom.js",
    "markdown.js",
    "service.js",
    "answer.js",
    "feedback.js",
    "clause.js",
    "measures.js",
    "talk.js",
    "element.js",
)
"""In the order in which they need each other; they share one scope, out of the page's sight."""


@cache
def script() -> bytes:
    """`policy-chat.js`: the parts and the style sheet, as they are written."""
    source = files("ui.widget") / "source"
    style = json.dumps((source / "style.css").read_text(encoding="utf-8"), ensure_ascii=False)
    parts = "\n".join((source / part).read_text(encoding="utf-8") for part in _PARTS)
    return f'(() => {{\n"use strict";\n\nconst CSS = {style};\n\n{parts}\n}})();\n'.encode()


@cache
def zipped() -> bytes:
    """The same, compressed with gzip: a third of it."""
    return gzip.compress(script(), mtime=0)
