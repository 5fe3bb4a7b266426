"""Text → words, where words are needed and not only matching: keywords and highlighting."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from index.tokens import fold, pairs

if TYPE_CHECKING:
    import jieba

_COMMON = re.compile(rb"^\S+ (?:[4-9]|\d{2,}) .*$", re.MULTILINE)
"""Lines of jieba's dictionary: word, frequency of four or more, part of speech."""
_SHORT = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2}(?![\u4e00-\u9fff])")
"""A word of the lexicon that is no phrase."""


@cache
def _stopwords() -> frozenset[str]:
    lines = files("index").joinpath("vocabulary/stopwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in lines.splitlines() if line and not line.startswith("#"))


@cache
def _terms() -> frozenset[str]:
    """Short terms and abbreviations of policies, which a general dictionary lacks: 央企, 中试."""
    lines = files("index").joinpath("vocabulary/policy_terms.txt").read_text(encoding="utf-8")
    entries = (line for line in lines.splitlines() if not line.startswith("#"))
    return frozenset(word for line in entries for word in _SHORT.findall(line))


@cache
def _dictionary() -> bytes:
    """The commoner lines of jieba's dictionary.

    The 200,000 entries that its corpus holds three times or fewer are half of the time to load.
    """
    import jieba

    with jieba.Tokenizer().get_dict_file() as file:
        return b"\n".join(_COMMON.findall(file.read()))


@cache
def _tokenizer() -> "jieba.Tokenizer":
    """Jieba with its dictionary read directly.

    Its own `initialize` would write a cache into the system's folder for temporary files, and
    reads that no faster.
    """
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(_Lines(_dictionary()))
    tokenizer.initialized = True
    for term in _terms():
        if term not in tokenizer.FREQ:
            tokenizer.add_word(term)
    return tokenizer


@cache
def _places() -> frozenset[str]:
    tagged = (line for line in _dictionary().splitlines() if line.endswith(b" ns"))
    # The whole country is no place that a national policy would have to name; 城市 is no name.
    return frozenset(line.split()[0].decode() for line in tagged) - {
        "中国",
        "中华人民共和国",
        "外国",
        "城市",
        "城镇",
        "东西",
    }


@cache
def _nouns() -> frozenset[str]:
    tagged = (line.split() for line in _dictionary().splitlines())
    return frozenset(word.decode() for word, _, tag in tagged if tag[:1] in b"nb")


@cache
def _beginnings() -> frozenset[str]:
    """The first two characters of the places; the only one of 冀, 湘 and the like."""
    return frozenset(place[:2] for place in _places())


class _Lines(BytesIO):
    """A dictionary in memory; jieba asks a file for its name."""

    name = "dict.txt"


@lru_cache(maxsize=1024)
def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that carry content, folded, each once, in order."""
    words = (word.strip() for word in _tokenizer().cut(fold(text)))
    kept = (word for word in words if word and word[0].isalnum() and word not in _stopwords())
    return tuple(dict.fromkeys(kept))


def segments(text: str) -> list[str]:
    """A text cut into words, nothing left out."""
    return list(_tokenizer().cut(text, HMM=False))


def is_stopword(text: str) -> bool:
    """Whether a word carries no content of its own."""
    return text in _stopwords()


def is_word(text: str) -> bool:
    """Whether a text is in the dictionary, as a word of two characters or more."""
    return len(text) > 1 and word_counts().get(text, 0) > 0


def word_counts() -> Mapping[str, int]:
    """Word → how often jieba's corpus holds it; 0 for what merely begins words."""
    counts: Mapping[str, int] = _tokenizer().FREQ
    return counts


def places(text: str) -> tuple[str, ...]:
    """The content words that name a place, as jieba's dictionary tags them (ns)."""
    folded = fold(text)
    # Few texts name a place, and only those are worth cutting.
    if _beginnings().isdisjoint([*folded, *pairs(folded)]):
        return ()
    return tuple(word for word in content_words(text) if word in _places())


def nouns(text: str) -> tuple[str, ...]:
    """The words that name or qualify a thing, as jieba's dictionary tags them (n…, b)."""
    return tuple(word for word in segments(text) if len(word) > 1 and word in _nouns())
