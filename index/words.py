"""Text → words, where words are needed and not only matching: keywords and highlighting."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from index.tokens import fold

if TYPE_CHECKING:
    import jieba


@cache
def _stopwords() -> frozenset[str]:
    lines = files("index").joinpath("vocabulary/stopwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in lines.splitlines() if line and not line.startswith("#"))


@cache
def _tokenizer() -> "jieba.Tokenizer":
    """Jieba with its dictionary read directly.

    Its own `initialize` would write a cache into the system's folder for temporary files, and
    reads that no faster.
    """
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def content_words(text: str) -> tuple[str, ...]:
    """The words of a question that carry content, folded, each once, in order."""
    words = (word.strip() for word in _tokenizer().cut(fold(text)))
    kept = (word for word in words if word and word[0].isalnum() and word not in _stopwords())
    return tuple(dict.fromkeys(kept))
