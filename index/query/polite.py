"""A question → its matter, without the greetings and question words around it."""

import re
from functools import cache
from importlib.resources import files

_LAST = re.compile(r"(?:[吗呢啊呀嘛么哈哦喔哟呗]|(?<![网酒])吧)+(?=[\s，。？！,.?!]|$)")
_EITHER = re.compile(r"([\u4e00-\u9fff])不\1")
"""管不管, 行不行, 算不算: asks whether, and says nothing of what."""
_SHORTEST = 1
"""Characters of matter below which the question is left as it is."""


def matter(text: str) -> str:
    """The text without what is said around its matter; all of it if nothing else is left."""
    bare = _LAST.sub(" ", _EITHER.sub(" ", _phrases().sub(" ", text)))
    said = sum(map(str.isalnum, bare))
    return " ".join(bare.split()) if said >= _SHORTEST else text


@cache
def _phrases() -> re.Pattern[str]:
    lines = files("index").joinpath("vocabulary/polite.txt").read_text(encoding="utf-8")
    phrases = [line for line in lines.splitlines() if line and not line.startswith("#")]
    return re.compile("|".join(map(re.escape, sorted(phrases, key=len, reverse=True))))
