"""One line → the number it opens with, if it opens with one.

The patterns are those of official documents (GB/T 9704: 一、 （一） 1. （1）) and of statutes
(立法技术规范: 编 章 节 条 款 项 目). A reference inside running text, such as a line that begins
with 第八条规定的情形, is no number of its own.
"""

import re
from dataclasses import dataclass

from index.clause import Kind
from index.numerals import CHARACTERS, parse

Ordinal = tuple[int, int]
"""Number and 之-number: 第五十四条之一 is (54, 1), 14. is (14, 0)."""

_N = rf"[{CHARACTERS}]{{1,7}}"
_HAN = "[一二三四五六七八九十百]{1,5}"
_ARABIC = "[0-9０-９]{1,3}"
# A heading of a 编, 章 or 节 is a short line without the punctuation of a sentence.
_SHORT = r"(?=\s|[^，。；：、的规定至和或]{1,2}[^，。；：]{0,38}$|$)"
# What follows the number when it is merely mentioned: 第八条 的规定, （一）项, 一、二类.
_MENTIONED = re.compile(r"\s*[的、，。；]")
_ENUMERATED = re.compile(r"[二三四五六七八九十](?:[、类级线期等者]|季度)")
_ITEM_MENTIONED = re.compile(r"项(?!目)|款(?!项)|[目至或，](?!的)|和(?=[（(])|、\s*[（(]")


def _section(unit: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<number>第\s*(?P<n>{_N})\s*{unit}){_SHORT}")


@dataclass(frozen=True, slots=True)
class Style:
    """One way to number.

    Attributes:
        code: letter of the machine path.
        rank: depth in the order of levels; a smaller rank stands above.
        kind: outside articles.
        inside: inside an article.
    """

    code: str
    rank: int
    kind: Kind
    inside: Kind
    pattern: re.Pattern[str]
    refused: re.Pattern[str] | None = None


STYLES: tuple[Style, ...] = (
    Style(
        "x", 0, Kind.ATTACHMENT, Kind.ATTACHMENT,
        re.compile(
            rf"(?P<number>附\s*(?:件|录|表|图)\s*(?P<n>{_N}|[A-Z])?|附(?=\s*[：:]))"
            r"(?=\s*[：:]|\s|$)[：:]?(?=[^。]{0,60}$)"
        ),
    ),
    Style("b", 1, Kind.BOOK, Kind.BOOK, _section("编")),
    Style("d", 2, Kind.BOOK, Kind.BOOK, _section("分编")),
    Style("c", 3, Kind.CHAPTER, Kind.CHAPTER, _section("章")),
    Style("s", 4, Kind.SECTION, Kind.SECTION, _section("节")),
    Style(
        "a", 6, Kind.ARTICLE, Kind.ARTICLE,
        re.compile(
            rf"(?P<number>第\s*(?P<n>{_N})\s*条(?:\s*之\s*(?P<sub>{_N}))?)"
            # A blank that slipped in front of 条 is missing after it: 第七十五 条体育.
            r"(?:(?=\s|$|[：:【])|(?<=\s条)(?!规定|所列|所称))[：:]?"
        ),
        _MENTIONED,
    ),
    Style(
        "h", 7, Kind.HEADING1, Kind.ITEM,
        re.compile(rf"(?P<number>(?P<n>{_HAN})\s*[、．.])"), _ENUMERATED,
    ),
    Style(
        "k", 8, Kind.HEADING2, Kind.ITEM,
        re.compile(rf"(?P<number>[（(]\s*(?P<n>{_HAN})\s*[）)])、?"), _ITEM_MENTIONED,
    ),
    Style(
        "n", 9, Kind.HEADING3, Kind.SUBITEM,
        re.compile(rf"(?P<number>(?P<n>{_ARABIC})\s*[.．、])(?:(?![0-9０-９])|(?=[2-6]G))"),
    ),
    Style(
        "m", 10, Kind.HEADING4, Kind.SUBITEM,
        re.compile(rf"(?P<number>[（(]\s*(?P<n>{_ARABIC})\s*[）)])"), _ITEM_MENTIONED,
    ),
    Style("o", 11, Kind.HEADING4, Kind.SUBITEM, re.compile(r"(?P<number>(?P<n>[①-⑳]))")),
)  # fmt: skip
"""Every way to number, the strongest first."""

_TITLED = (Kind.BOOK, Kind.CHAPTER, Kind.SECTION)


@dataclass(frozen=True, slots=True)
class Marker:
    """The number that a line opens with.

    Attributes:
        number: as printed, without blanks inside.
        rest: where the text after the number begins in the line.
    """

    style: Style
    number: str
    ordinal: Ordinal
    rest: int


def read(line: str) -> Marker | None:
    """The number that `line`, without outer blanks, opens with."""
    head = line[:200]
    for style in STYLES:
        match = style.pattern.match(head if style.kind not in _TITLED else line[:60])
        if match and not (style.refused and style.refused.match(head, match.end())):
            rest = match.end() + len(line[match.end() :]) - len(line[match.end() :].lstrip())
            number = re.sub(r"\s+", "", match["number"])
            return Marker(style, number, _ordinal(match), rest)
    return None


def _ordinal(match: re.Match[str]) -> Ordinal:
    groups = match.groupdict()
    text = groups["n"] or ""
    if len(text) == 1 and "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1, 0
    if len(text) == 1 and "A" <= text <= "Z":
        return ord(text) - ord("A") + 1, 0
    return parse(text) or 0, parse(groups.get("sub") or "") or 0
