"""Synonyms: what people, abbreviations and English call what policies call otherwise.

Added tokens count half; on STARD (arXiv 2406.15313), laws that no label names, that is
worth half a point of nDCG@10 and of R@10 (docs/adr/0006).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from index.errors import UnreadableFile
from index.tokens import fold, lengths

OWN = "lexicon.txt"
"""Name of an administrator's file in the data folder."""
_LATIN = re.compile("[a-z0-9]")
_SHORTEST = 2
"""Characters of a wording: a single one means too many things."""
_MOST = 3
"""Terms that one wording leads to, at most."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """What was typed, folded, and what policies call it."""

    wording: str
    term: str


class Lexicon:
    """Wording → the terms of policies for it.

    Args:
        rows: a term and one wording of it each; a wording that was a term before leads nowhere.
    """

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._terms: dict[str, list[str]] = {}
        before: set[str] = set()
        for term, wording in rows:
            before.add(fold(term))
            if len(wording) < _SHORTEST or fold(wording) in before:
                continue
            found = self._terms.setdefault(fold(wording), [])
            if len(found) < _MOST and term not in found:
                found.append(term)
        self.terms = frozenset(self._terms).union(*self._terms.values())
        self._known = frozenset(map(fold, self.terms))
        self._lengths = lengths(self._known)

    def __len__(self) -> int:
        return len(self._terms)

    def synonyms(self, text: str) -> Iterator[Synonym]:
        """The terms for the wordings of a text that it does not use itself."""
        folded = fold(text)
        for wording in self._wordings(folded):
            terms = (term for term in self._terms[wording] if fold(term) not in folded)
            yield from (Synonym(wording, term) for term in terms)

    def _wordings(self, text: str) -> Iterator[str]:
        """The wordings in a text, the longest first; what is part of a term is none (车联网)."""
        at = 0
        while at < len(text):
            for length in self._lengths.get(text[at : at + 2], ()):
                if self._stands(text, at, at + length):
                    if (word := text[at : at + length]) in self._terms:
                        yield word
                    at += length
                    break
            else:
                at += 1

    def _stands(self, text: str, start: int, end: int) -> bool:
        """Whether a wording or a term stands here; a Latin one alone, for AI is not in email."""
        word = text[start:end]
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        return word in self._known and not (word.isascii() and _LATIN.search(beside))


def load(data: Path | None = None) -> Lexicon:
    """The lexicon that ships, with what `lexicon.txt` in a data folder adds.

    Raises:
        UnreadableFile: if that file or a line of it is malformed.
    """
    rows: list[tuple[str, str]] = []
    if data and (own := data / OWN).exists():
        rows.extend(read_rows(_text(own), str(own)))
    for name in ("policy_terms.txt", "colloquial.txt"):
        text = files("index").joinpath("vocabulary", name).read_text(encoding="utf-8")
        rows.extend(read_rows(text, name))
    return Lexicon(rows)


def read_rows(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Lines of `正式用语: 说法 说法 …`; # begins a comment.

    Raises:
        UnreadableFile: if a line is anything else; it is named.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        term, colon, wordings = line.replace("：", ":").partition(":")
        if not (term.strip() and colon and wordings.strip()):
            raise UnreadableFile(
                f"{name} 第 {number} 行不是词条：{line[:40]}",
                kept="没有改动任何内容。",
                hint="每行一条：正式用语: 说法1 说法2 …，说法之间用空格分开。",
            )
        yield from ((term.strip(), wording) for wording in wordings.split())


def _text(own: Path) -> str:
    try:
        return own.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            f"{own}：无法读取（{error}）", hint="请存为 UTF-8 编码的文本文件。"
        ) from error
