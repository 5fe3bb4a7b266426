"""Slips of the input method: pinyin that stayed pinyin, and characters that sound alike.

Nothing is changed that the library holds as it was typed, and only into what it holds.
"""

import math
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

from index.tokens import pairs
from index.words import is_stopword, is_word, segments, word_counts

_LATIN = re.compile(r"[a-z]{4,24}", re.IGNORECASE)
_HAN = re.compile(r"[㐀-鿿]+")
_COMMONEST = 40
"""Characters tried for one syllable."""
_LENGTHS = (2, 3, 4)
"""Of words that a slip is put right in."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was typed, and what it was taken for."""

    typed: str
    meant: str


def corrected(
    text: str, frequency: Callable[[str], int], terms: Collection[str]
) -> tuple[str, tuple[Correction, ...]]:
    """The text spelled right, and what was changed.

    Args:
        text: in simplified characters.
        frequency: how many clauses hold a token.
        terms: words that are meant rather than others of the same sound.
    """
    corrections: list[Correction] = []

    def from_pinyin(match: re.Match[str]) -> str:
        meant = (
            "" if frequency(match[0].lower()) else _spelled_out(match[0].lower(), frequency, terms)
        )
        if meant:
            corrections.append(Correction(match[0], meant))
        return meant or match[0]

    def from_sound(match: re.Match[str]) -> str:
        return _put_right(match[0], frequency, terms, corrections)

    text = _HAN.sub(from_sound, _LATIN.sub(from_pinyin, text))
    return text, tuple(corrections)


def _spelled_out(typed: str, frequency: Callable[[str], int], terms: Collection[str]) -> str:
    """The word of this pinyin that the library holds most; empty if there is none."""
    for term in _by_pinyin(frozenset(terms)).get(typed, ()):
        if all(frequency(pair) for pair in pairs(term)):
            return term
    syllables = _syllables(typed)
    if len(syllables) < 2:  # noqa: PLR2004 - one syllable may be anything
        return ""
    # The most frequent sequence of characters, by their neighbours (Viterbi).
    best = {char: (0.0, char) for char in _common(syllables[0], frequency)}
    for syllable in syllables[1:]:
        reached: dict[str, tuple[float, str]] = {}
        for char in _common(syllable, frequency):
            ways = (
                (score + math.log(count), word + char)
                for last, (score, word) in best.items()
                if (count := frequency(last + char))
            )
            if way := max(ways, default=None):
                reached[char] = way
        best = reached
    word = max(best.values())[1] if best else ""
    # Single characters in a row are neighbours that chance brought together, no words.
    return word if all(map(is_word, segments(word))) else ""


def _put_right(
    run: str, frequency: Callable[[str], int], terms: Collection[str], found: list[Correction]
) -> str:
    """The characters of a run; those that stand beside no neighbour in the library put right."""
    alone = _alone(run, frequency)
    if not alone:
        return run
    known = frozenset(terms)
    words = segments(run)
    cuts = list(accumulate(map(len, words), initial=0))
    for segment, before, place in zip(
        words, ["", *words], map(range, cuts, cuts[1:]), strict=False
    ):
        # 工厂里用的 is no slip for 利用: function words stand beside anything.
        if alone.isdisjoint(place) or (is_stopword(segment) and not _dangles(before)):
            continue
        # A word that there is may be a slip for a term, but not for just any word.
        meant = _terms_like if is_word(segment) else _words_like
        windows = list(_windows(place, cuts))
        for at in place:
            if at not in alone:
                continue
            ways = (
                ((len(word), held), start, word)
                for start, end in windows
                for word in meant(run[start:at], run[at], run[at + 1 : end], known)
                if (held := min(map(frequency, pairs(word))))
            )
            if way := max(ways, default=None):
                _, start, word = way
                found.append(Correction(run[start : start + len(word)], word))
                run = run[:start] + word + run[start + len(word) :]
                alone = _alone(run, frequency)
    return run


def _alone(run: str, frequency: Callable[[str], int]) -> set[int]:
    """Where the characters are that the library holds beside neither of their neighbours."""
    held = [False, *(frequency(pair) > 0 for pair in pairs(run)), False]
    return {at for at, beside in enumerate(pairwise(held)) if not any(beside)}


def _dangles(word: str) -> bool:
    """Whether a character is no word by itself, so that what follows completes it: 合做."""
    return len(word) == 1 and not is_stopword(word)


def _windows(place: range, cuts: Collection[int]) -> Iterator[tuple[int, int]]:
    """Where a word over the one at `place` may begin and end.

    One that did so inside of another would take it apart: 民[营企]业.
    """
    for length in _LENGTHS:
        for start in range(place.stop - length, place.start + 1):
            if start in cuts and start + length in cuts:
                yield start, start + length


def _terms_like(before: str, char: str, after: str, terms: frozenset[str]) -> list[str]:
    """The terms with another character of the same sound in the place of `char`."""
    found = _by_gap(terms).get((before, after), ())
    return [before + other + after for other in found if other in _alike(char)]


def _words_like(before: str, char: str, after: str, terms: frozenset[str]) -> list[str]:
    """The terms, and the words of the dictionary, of that kind."""
    counts = word_counts()
    words = (before + other + after for other in _alike(char))
    return [word for word in words if counts.get(word) or word in terms]


@cache
def _by_gap(terms: frozenset[str]) -> dict[tuple[str, str], list[str]]:
    """What stands before and after one character of a term → the characters that may be there."""
    table: dict[tuple[str, str], list[str]] = {}
    for term in terms:
        for at, char in enumerate(term if len(term) in _LENGTHS else ""):
            table.setdefault((term[:at], term[at + 1 :]), []).append(char)
    return table


@cache
def _sounds() -> dict[str, list[str]]:
    """Syllable without tone → its characters, those of GB 2312's first, common level."""
    from pypinyin import Style, pinyin

    table: dict[str, list[str]] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            char = bytes((high, low)).decode("gb2312", "ignore")
            for sound in pinyin(char, style=Style.NORMAL, heteronym=True)[0] if char else ():
                table.setdefault(sound, []).append(char)
    return table


@cache
def _alike(char: str) -> tuple[str, ...]:
    """Other characters of the same sound."""
    same = (others for others in _sounds().values() if char in others)
    return tuple(dict.fromkeys(other for others in same for other in others if other != char))


def _common(syllable: str, frequency: Callable[[str], int]) -> list[str]:
    """The characters of a syllable that the library holds, the most frequent first."""
    held = [(frequency(char), char) for char in _sounds()[syllable]]
    return [char for count, char in sorted(held, reverse=True)[:_COMMONEST] if count]


def _syllables(typed: str) -> list[str]:
    """The syllables that pinyin is made of, as few as can be; none if it is no pinyin."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(typed) + 1):
        ways = [
            [*before, typed[start:end]]
            for start in range(max(0, end - 6), end)
            if (before := best[start]) is not None and typed[start:end] in _sounds()
        ]
        best.append(min(ways, key=len, default=None))
    return best[-1] or []


@cache
def _by_pinyin(terms: frozenset[str]) -> dict[str, list[str]]:
    """Pinyin without tones and blanks → the terms that sound so."""
    from pypinyin import lazy_pinyin

    table: dict[str, list[str]] = {}
    for term in sorted(term for term in terms if _HAN.fullmatch(term)):
        table.setdefault("".join(lazy_pinyin(term)), []).append(term)
    return table
