"""A language model's text, as it comes → whole sentences with their citation marks.

A sentence is handed on only when its marks are complete: that is known when the next one begins.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_TO = r"\-–—－~～至到"
_NUMBERS = rf"\s*\^?\s*(?:条款|来源|依据)?\s*\d{{1,4}}(?:\s*[,，、;；{_TO}]\s*\d{{1,4}})*\s*"
# [2024]12号 is a document number.
_MARK = re.compile(rf"[\[［【〔]({_NUMBERS})[\]］】〕](?!\s*第?\s*\d+\s*号)")
_MARKED = re.compile(rf"[ \t\u3000]*{_MARK.pattern}")
_TAIL = re.compile(rf"[。！？!?”’」』）)\"*_]*(?:[ \t\u3000]*{_MARK.pattern}[”’」』）)\"*_]*)*")
_ALONE = re.compile(rf"(?:[ \t\u3000]*{_MARK.pattern})+[ \t]*")
_BEGUN = re.compile(rf"\s*[\[［【〔][\s\d^,，、;；条款来源依据{_TO}]*")
_RANGE = re.compile(rf"(\d+)\s*[{_TO}]\s*(\d+)|(\d+)")
_WIDEST = 10
"""Clauses that one range may name."""

_ENDS = "。！？!?"
_PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"'}
_BREAKS = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"))
# What is not seen must not part the digits of a number that is.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e0fff]"
)

_ITEM = re.compile(
    r"\s*(?:[-*+•·●▪◦]\s+|[•·●]|\d{1,2}[.、．)）](?!\d)\s*|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]\s*"
    r"|[一二三四五六七八九十]{1,3}、\s*|[\u2460-\u2473]\s*)"
)
_HEADING = re.compile(r"\s*(?:#{1,6}\s+|>\s*)+")
_EMPHASIS = re.compile(r"\*+|__+|`+")
_RULE = re.compile(r"[\s|:=_*~-]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a language model says in one breath.

    Attributes:
        text: without citation marks, list markers and emphasis.
        cited: numbers of the clauses that it cites, in order.
        opens: Markdown that sets it off from the sentence before: none, a paragraph, an item.
    """

    text: str
    cited: tuple[int, ...]
    opens: str = ""


def sentences(pieces: Iterable[str]) -> Iterator[Sentence]:
    """Whole sentences, however the text was cut into pieces; rules and blank lines say nothing."""
    fresh = True
    for raw in _split(pieces):
        if not _RULE.fullmatch(raw):
            yield _read(raw, fresh=fresh)
        fresh = raw.endswith("\n")


def _split(pieces: Iterable[str]) -> Iterator[str]:
    """The text cut after each sentence and its marks; together it is the whole text."""
    rest = ""
    for piece in pieces:
        rest += _UNSEEN.sub("", piece.translate(_BREAKS))
        while end := _end(rest):
            yield rest[:end]
            rest = rest[end:]
    if rest.strip():
        # A sentence is complete for certain when another begins.
        yield from filter(str.strip, _last(rest))


def _last(rest: str) -> Iterator[str]:
    while end := _end(f"{rest}\n\n。"):
        if end >= len(rest):
            break
        yield rest[:end]
        rest = rest[end:]
    yield rest


def _end(text: str) -> int:
    """Where the first sentence ends with its marks; 0 while that may still change."""
    closers: list[str] = []
    for at, char in enumerate(text):
        if closers and char == closers[-1]:
            closers.pop()
        elif char in _PAIRS:
            closers.append(_PAIRS[char])
        elif char == "\n" or (char in _ENDS and _closed(text, at, closers)):
            return _after_marks(text, at)
    return 0


def _closed(text: str, at: int, closers: list[str]) -> bool:
    """Whether a full stop ends the sentence, and not one of those inside a quotation."""
    return not closers or text[at + 1 : at + 1 + len(closers)] == "".join(reversed(closers))


def _after_marks(text: str, at: int) -> int:
    """The end of the marks that follow, on this line or alone on the next; 0 if not yet known."""
    tail = _TAIL.match(text, at)
    at = tail.end() if tail else at
    following = at + len(text[at:]) - len(text[at:].lstrip())
    begun = _BEGUN.match(text, at)
    if following == len(text) or (begun and begun.end() == len(text)):
        return 0
    return _line_of_marks(text, at, following)


def _line_of_marks(text: str, at: int, following: int) -> int:
    """The end of a next line that holds marks and nothing else, or of this one."""
    line_break = text.find("\n", at, following)
    if line_break < 0:
        return at
    if alone := _ALONE.match(text, line_break + 1):
        if alone.end() == len(text):
            return 0
        if text[alone.end()] == "\n":
            return alone.end() + 1
    return line_break + 1


def _read(raw: str, *, fresh: bool) -> Sentence:
    cited = [number for mark in _MARK.finditer(raw) for number in _listed(mark.group(1))]
    text = _MARKED.sub("", raw)
    opens = ""
    if fresh:
        text = _cells(_HEADING.sub("", text, count=1) if _HEADING.match(text) else text)
        item = _ITEM.match(text)
        opens = "\n- " if item else "\n\n"
        text = text[item.end() :] if item else text
    return Sentence(_EMPHASIS.sub("", text).strip(), tuple(dict.fromkeys(cited)), opens)


def _cells(line: str) -> str:
    """The cells of a table's row as a list; any other line as it is."""
    bare = line.strip()
    return "，".join(filter(None, map(str.strip, bare.split("|")))) if bare[:1] == "|" else line


def _listed(numbers: str) -> Iterator[int]:
    """The numbers of a mark such as 1,3 or 1-3; a range too wide to mean clauses is its ends."""
    for match in _RANGE.finditer(numbers):
        first, last = int(match[1] or match[3]), int(match[2] or match[3])
        yield from range(first, last + 1) if 0 <= last - first < _WIDEST else (first, last)
