"""A question → its matter, without the greetings and question words around it."""

import re
from functools import cache
from importlib.resources import files

_LAST = re.compile(r"(?:[吗呢啊呀嘛么]|(?<![网酒])吧)+(?=[\s，。？！,.?!]|$)")
_SHORTEST = 1
"""Characters of matter below which the question is left as it is."""


def matter(text: str) -> str:
    """The text without what is said around its matter; all of it if nothing else is left."""
    bare = _LAST.sub(" ", _phrases().sub(" ", text))
    said = sum(char.isalnum() for char in bare)
    return " ".join(bare.split()) if said >= _SHORTEST else text


@cache
def _phrases() -> re.Pattern[str]:
    lines = files("index").joinpath("vocabulary/polite.txt").read_text(encoding="utf-8")
    phrases = [line for line in lines.splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(map(re.escape, sorted(phrases, key=len, reverse=True))))
