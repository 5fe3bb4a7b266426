"""Numbers and dates in a text, whatever script they are written in, as values to compare.

百项, 100项 and 一百项 are one number; 二〇二五年一月, 2025年1月 and 2025-01 one date.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from index.numerals import parse

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億兩", "一二三四五六七八九十百千万亿两")
# Numerals that are part of a word and count nothing.
_WORDS = re.compile(
    r"队伍|入伍|退伍|大陆|陆[上地域海空]|[登着水内]陆|收拾|进一步|逐一|另?一方面|一系列|[统单唯同专划]一"
    r"|一[致起般定旦直样些切律经并同带路线流概贯再体]|(?<!分)之一|其一|万[一物]|十[分足]|[百千]姓|千方百计|千家万户"
    r"|零[部售散星件距]|两者|[一二三四五六七八九十]是|第[一二三四五六](?=[,，、是])|一次性"
)
_NUMERAL = "〇零○一二三四五六七八九十百千万亿两廿卅"
_N = rf"(?:\d[\d,]*(?:\.\d+)?[十百千万亿]*|[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?)"
_YEAR = r"(?:(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{3}|两千零?[一二三四五六七八九十]+)"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_ISO = re.compile(r"(?<![\dA-Za-z])((?:19|20)\d\d)[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?![\dA-Za-z%])")
_DATE = re.compile(
    rf"(?<!\d)(?P<year>{_YEAR})年(?:(?P<month>{_DAY})月(?:份|(?P<day>{_DAY})[日号])?)?"
    rf"|(?<![\d个]){_DAY}月(?:份|{_DAY}[日号])?"
)
_MONTH_DAY = re.compile(rf"({_DAY})月(?:({_DAY})[日号])?")
_SHARE = re.compile(rf"({_N})分之({_N})")
_TENTHS = re.compile(rf"({_N})成(?![立为果长本效熟员交绩功型分])")
_NOT = "不[得能应可准许]?"
_AT_LEAST = rf"{_NOT}[少低小]于|至少|最[低少]|起码|年?满"
_AT_MOST = rf"{_NOT}(?:超过?|[多高大]于)|至多|最[多高长]|上限"
_NUMBER = re.compile(
    rf"(?:(?:(?P<least>(?<![不未]){_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<above>(?<!不)超过|[高大多]于)"
    rf"|(?P<below>(?<!不)[低少小]于|不足|[不未]满))(?:为|达到?|可达|是)?)?"
    rf"(?P<ordinal>第?)(?P<about>(?:[数几近约逾超上]|大约|将近)?)(?P<numeral>{_N})"
    r"(?P<more>[余多几来]?)(?P<unit>个(?:百分点|工作日|月)|[%‰年月日天周时分秒元亩米吨岁人名家户倍级号条款项章节编部批次"
    r"期轮届所座台套件份篇本场只辆艘线间处笔股点度番个大种类位]?)"
    r"(?P<bound>(?:以[上下内]|之内|内(?![部容外]))?)"
)
_WORD_OR_NUMBER = re.compile(rf"(?P<word>{_WORDS.pattern})|{_NUMBER.pattern}")
_LATIN = re.compile(r"[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*")
_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 10**8}
_COUNTING = {"大": "个", "种": "个", "类": "个", "位": "个"}
_MEASURED = frozenset("%‰年月日天周时分秒元号岁倍") | {"个百分点", "个工作日", "个月"}


@dataclass(frozen=True, slots=True)
class Date:
    """A date, as precise as it is written; what is not written is 0."""

    year: int
    month: int = 0
    day: int = 0

    def within(self, other: "Date") -> bool:
        """Whether `other` says all of it."""
        return (
            self.year in {0, other.year}
            and self.month in {0, other.month}
            and self.day in {0, other.day}
        )


@dataclass(frozen=True, slots=True)
class Number:
    """A number with what it counts.

    Attributes:
        bound: "≥" for 以上, 至少 and the like, "≤" for 以下, 内, 不超过, ">" and "<"; "" for none.
        unit: measure word or unit; "" if none follows.
        vague: 数百, 近百 and 百余 are not 百.
        ordinal: 第三.
    """

    value: Fraction
    unit: str = ""
    vague: bool = False
    ordinal: bool = False
    bound: str = ""

    def is_said_by(self, other: "Number") -> bool:
        """Whether `other` is this number; a general measure word may stand for a particular one."""
        general = self.unit == "个" and other.unit and other.unit not in _MEASURED
        return (
            (self.value, self.vague, self.ordinal, self.bound)
            == (other.value, other.vague, other.ordinal, other.bound)
        ) and (bool(general) or self.unit in {"", other.unit})


def plain(text: str) -> str:
    """Width made one, and blanks taken out except between letters or digits."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", text)


def dates(text: str) -> Iterator[Date]:
    """The dates of a plain text."""
    text = _ISO.sub(_spelled, _digits(text))
    for match in _DATE.finditer(text):
        if match["year"]:
            yield Date(*(parse(match[name] or "") or 0 for name in ("year", "month", "day")))
        elif parts := _MONTH_DAY.match(match.group()):
            yield Date(0, parse(parts[1]) or 0, parse(parts[2] or "") or 0)


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a plain text that are part of no date and of no Latin word."""
    text = _LATIN.sub("", _digits(text))
    text = _WORDS.sub("", _DATE.sub("，", _ISO.sub("，", text)))
    for match in _SHARE.finditer(text):
        yield Number(100 * value(match[2]) / (value(match[1]) or 1), "%")
    text = _SHARE.sub("，", text)
    for match in _TENTHS.finditer(text):
        yield Number(10 * value(match[1]), "%")
    for match in _NUMBER.finditer(_TENTHS.sub("，", text)):
        unit = _COUNTING.get(match["unit"], match["unit"])
        vague = bool(match["about"] or match["more"])
        yield Number(value(match["numeral"]), unit, vague, bool(match["ordinal"]), _bound(match))


def _bound(match: re.Match[str]) -> str:
    if match["bound"]:
        return "≥" if match["bound"] == "以上" else "≤"
    kinds = {"least": "≥", "most": "≤", "above": ">", "below": "<"}
    return next((sign for name, sign in kinds.items() if match[name]), "")


def without(text: str) -> str:
    """A plain text with a comma for each number and date, for what it says besides."""
    text = _DATE.sub(",", _ISO.sub(",", _digits(text)))
    return _WORD_OR_NUMBER.sub(lambda match: match["word"] or ",", text)


def value(numeral: str) -> Fraction:
    """The value of 1.5亿, 五百 or 1,000; 三点五 is 3.5."""
    whole = numeral.replace(",", "").rstrip(".")
    if match := re.fullmatch(r"(\w+)点(\w+?)([十百千万亿]*)", whole):
        digits = "".join(str(parse(digit) or 0) for digit in match[2])
        return (value(match[1]) + Fraction(f"0.{digits}")) * _scale(match[3])
    if match := re.match(r"[\d.]+", whole):
        return Fraction(match.group()) * _scale(whole[match.end() :])
    high, myriads, low = whole.rpartition("亿")
    return Fraction((parse(high) or 1) * 10**8 * bool(myriads) + (parse(low) or 0))


def _scale(units: str) -> int:
    return math.prod(_UNITS[unit] for unit in units)


def _digits(text: str) -> str:
    """Formal numerals as plain ones, where they are numerals."""
    kept = _WORDS.sub(lambda match: match.group().replace("伍", "\0").replace("陆", "\1"), text)
    kept = kept.replace("收拾", "收\2").translate(_FORMAL)
    return kept.replace("\0", "伍").replace("\1", "陆").replace("\2", "拾")


def _spelled(match: re.Match[str]) -> str:
    day = f"{match[3]}日" if match[3] else ""
    return f"{match[1]}年{match[2]}月{day}"
