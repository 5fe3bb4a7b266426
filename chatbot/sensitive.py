"""Words that are refused in a question and left out of what a model writes.

The list is a file, `vocabulary/sensitive.txt`, whose head says what it holds and why so little;
`sensitive.txt` in the data folder adds to it. Words are found by Aho and Corasick's automaton
(1975), in one pass however many there are.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from chatbot.answer import Quote
from index.errors import UnreadableFile
from index.query.script import simplified
from index.tokens import fold

OWN = "sensitive.txt"
"""Name of an administrator's file in the data folder."""
_SHORTEST = 2
"""Characters of a word: a single one means too many things."""
_HIDDEN = re.compile("[\xad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")
_GAP = r"[\s*·•._~|/\\+-]+"
_BESIDE = re.compile(rf"(?<=[^\x00-\x7f]){_GAP}|{_GAP}(?=[^\x00-\x7f])")
"""What is put between Chinese characters to hide a word; punctuation parts sentences."""
_LATIN = re.compile("[a-z0-9]")


class SensitiveWords:
    """Words, found in whatever width, script and spacing.

    Args:
        words: each of two characters or more.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(map(_plain, words)))

    def __len__(self) -> int:
        return len(self._words)

    def found(self, text: str) -> frozenset[str]:
        """The words that stand in a text, as they are compared."""
        plain = _plain(text)
        return frozenset(
            plain[start:end]
            for _, start, end in self._automaton.find_matches_as_indexes(plain, overlapping=True)
            if _stands(plain, start, end)
        )

    def allow(self, text: str, quotes: Iterable[Quote]) -> bool:
        """Whether a text may be shown: it holds no word that its own clauses do not hold."""
        found = self.found(text)
        return not found or found <= frozenset().union(
            *(self.found(quote.clause.text) for quote in quotes)
        )

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(self._words)


def load(data: Path | None = None) -> SensitiveWords:
    """The words that ship, with those that a file in the data folder adds and takes out.

    Raises:
        UnreadableFile: if that file or a line of it is malformed.
    """
    text = files("chatbot").joinpath("vocabulary", OWN).read_text(encoding="utf-8")
    words = set(_lines(text, OWN))
    if data and (own := data / OWN).exists():
        for line in _lines(_text(own), str(own)):
            words = words - {line[1:]} if line.startswith("!") else words | {line}
    return SensitiveWords(words)


def _plain(text: str) -> str:
    """A text as words are compared: width, case and script made one, nothing hidden between."""
    return _BESIDE.sub("", simplified(fold(_HIDDEN.sub("", text))))


def _stands(text: str, start: int, end: int) -> bool:
    """Whether a word stands here; one that ends in Latin letters is not a part of another."""
    before = _LATIN.match(text[start]) and _LATIN.match(text[max(0, start - 1) : start])
    after = _LATIN.match(text[end - 1]) and _LATIN.match(text[end : end + 1])
    return not (before or after)


def _lines(text: str, name: str) -> Iterator[str]:
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if not line or line.startswith("#"):
            continue
        if len(_plain(line.removeprefix("!"))) < _SHORTEST:
            raise UnreadableFile(
                f"{name} 第 {number} 行的词太短：{line}",
                kept="没有改动任何内容。",
                hint="每行一个词，至少两个字；只有一个字的词会拒绝太多问题。",
            )
        yield line


def _text(own: Path) -> str:
    try:
        return own.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"{own}：无法读取（{error}）", hint="请存为 UTF-8 编码的文本文件。"
        ) from error
