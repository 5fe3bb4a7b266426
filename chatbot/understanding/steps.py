"""How a clause reference is spelled → the steps that lead to it.

Read are 第十三条, 第13条, 13条, 第五条第二款第（三）项, 四（六）14, 四.（六）.14, 五、（二）,
第四部分第（六）项第14条, lists (第一、三、五条) and ranges (第1条到第3条), and places counted from
an end (最后一条, 倒数第二条, 前三条).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile

from index.numerals import parse as parse_numeral

Ordinal = tuple[int, int]
"""Number and 之-number: 第五十四条之一 is (54, 1), 14. is (14, 0)."""
Range = tuple[Ordinal, Ordinal]
"""First and last ordinal, both of them named."""

_NUM = r"[0-9０-９〇零一二两三四五六七八九十百千]{1,7}"
_TO = r"\s*(?:到|至|—|－|-|~|～)\s*"
_AND = r"\s*[、和与及，,]\s*"
_UNIT = "分编|编|章|节|条|款|项|目|个?大?部分|段|点"
_ONE = rf"[（(]?\s*{_NUM}\s*[)）]?"
_SUB = rf"(?:\s*之\s*{_NUM}(?!{_UNIT}))?"
_NAMED = rf"第\s*{_ONE}(?:(?:{_TO}|{_AND}){_ONE})*\s*(?:{_UNIT}){_SUB}"
_PAREN = rf"[（(]\s*{_NUM}\s*[)）]"
_HAN = r"[\u4e00-\u9fff]"
_LEVEL1 = rf"(?<!{_HAN})[一二三四五六七八九十]{{1,3}}(?:[、.．]|(?=\s*[（(]))"
# What follows a number of clauses where it is a reference: 13条是什么, and not 13条措施.
_ALONE = (
    r"(?=\s*(?:$|[\s，。？?！!、的和与及至到第]|原文|全文|内容"
    r"|规定|讲|说|是|在哪|属于|怎么|呢|什么|有(?:什么|何|啥|哪)))"
)
_COUNTED = rf"{_NUM}\s*条{_SUB}{_ALONE}"
_AMOUNT = rf"(?:(?<![^\s，,。：:》）)、和与及至到请看])|(?<=\s的)){_COUNTED}"
# A bare number counts only right after another step, and not as "12个" or "2025年".
_BARE = rf"\d{{1,3}}(?:条{_ALONE}|(?![\d年月日号个项家亿万%％条])[.．、]?)"
_FROM_END = rf"(?:最后|倒数)(?:第?{_NUM}|的)?\s*(?:个)?(?:{_UNIT})|前\s*{_NUM}\s*(?:{_UNIT})"
_FIRST = rf"{_NAMED}|{_FROM_END}|{_LEVEL1}|(?<![A-Za-z0-9]){_PAREN}|{_AMOUNT}"
CHAIN = re.compile(
    rf"(?:{_FIRST})(?:[\s的.．中里]*(?:{_NAMED}|{_FROM_END}|{_PAREN}|{_COUNTED}|{_BARE}))*"
)
_COUNTS = re.compile(rf"{_NUM}|最后|倒数")
"""What no reference is without: a number, or an end to count from."""
_STEP = re.compile(
    rf"(?P<end>{_FROM_END})|(?P<named>{_NAMED})|(?P<paren>{_PAREN})|(?P<level1>{_LEVEL1})"
    rf"|(?P<amount>{_AMOUNT}|{_COUNTED})|(?P<bare>{_BARE})"
)
_RANGE = re.compile(rf"{_TO}第?\s*[（(]?({_NUM})\s*[)）]?(?:{_UNIT})?")
_FURTHER = {
    "bare": re.compile(rf"(?:{_AND}|(?<=、)\s*)({_BARE})"),
    "paren": re.compile(rf"{_AND}({_PAREN})(?!\s*[\d.．])"),
}
"""How a list goes on after a step: 四、（六）13和14; 五、（一）和（三）."""
_READ = 400
"""Characters in which references are looked for: a longer question names its clause early."""


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a reference.

    Attributes:
        unit: the word for the level, or how it is written: "paren", "level1", "bare".
        ranges: the numbers that are meant.
        place: instead of numbers, which of all there are; 最后一条 is `slice(-1, None)`.
    """

    unit: str
    ranges: tuple[Range, ...] = ()
    place: slice | None = None


@dataclass(frozen=True, slots=True)
class Spelled:
    """A reference as written: its place in the text, and its steps from the top."""

    start: int
    end: int
    steps: tuple[Step, ...]

    @property
    def is_loose(self) -> bool:
        """Whether this could as well be an enumeration in running text: "一、" alone."""
        return len(self.steps) == 1 and self.steps[0].unit == "level1"


def may_refer(text: str) -> bool:
    """Whether a text can hold a reference at all, whichever part of it is read: a cheap test."""
    return _COUNTS.search(text) is not None


def spelled(text: str) -> Iterator[Spelled]:
    """The references in the first `_READ` characters of `text`, in order."""
    text, end = text[:_READ], 0
    for match in CHAIN.finditer(text):
        if match.start() < end:
            continue
        # Steps look at what follows them, even beyond the reference: 三（发展目标）.
        found = list(takewhile(partial(_within, match.end()), _STEP.finditer(text, match.start())))
        while len(found) > 1 and _is_listed(found[-2], found[-1]):
            found.pop()
        if found:
            last, end = _listed(text, _step(found[-1]), found[-1].end())
            yield Spelled(match.start(), end, (*map(_step, found[:-1]), last))


def _is_listed(before: re.Match[str], step: re.Match[str]) -> bool:
    """Whether a bare number is beside the one before and not below it: 四、（六）13、14."""
    return before.lastgroup == step.lastgroup == "bare" and before.group().endswith("、")


def _listed(text: str, last: Step, end: int) -> tuple[Step, int]:
    """The last step of a chain with the range or the list that it begins, and where that ends."""
    if last.ranges and (ranged := _RANGE.match(text, end)):
        widened = (last.ranges[-1][0], _ordinal(ranged.group(1)))
        return replace(last, ranges=(*last.ranges[:-1], widened)), ranged.end()
    further = _FURTHER.get(last.unit)
    while further and (more := further.match(text, end)):
        last = replace(last, ranges=(*last.ranges, *_step_of(more[1], last.unit).ranges))
        end = more.end()
    return last, end


def _within(end: int, step: re.Match[str]) -> bool:
    return step.end() <= end


def _step(match: re.Match[str]) -> Step:
    kind, text = str(match.lastgroup), re.sub(r"\s", "", match.group())
    if kind == "end":
        return _from_end(text)
    if kind in {"named", "amount"}:
        unit = next(iter(re.findall(rf"(?:{_UNIT})", text)))
        number, _, sub = text.removeprefix("第").partition(unit)
        if unit == "项" and number[0] in "（(":
            unit = "paren"
        return Step(unit.removeprefix("个").removeprefix("大"), tuple(_ranges(number, sub)))
    return _step_of(text, kind)


def _step_of(text: str, kind: str) -> Step:
    number = re.sub(r"[\s（(）)、.．条]", "", text)
    return Step(kind, ((_ordinal(number), _ordinal(number)),))


def _from_end(text: str) -> Step:
    unit = next(iter(re.findall(rf"(?:{_UNIT})$", text))).removeprefix("个").removeprefix("大")
    number = "".join(re.findall(_NUM, text.removesuffix(unit)))
    count = parse_numeral(number) or 1
    if text.startswith("前"):
        return Step(unit, place=slice(0, count))
    if text.startswith("倒数"):
        return Step(unit, place=slice(-count, -count + 1 or None))
    return Step(unit, place=slice(-count, None))


def _ranges(number: str, sub: str) -> Iterator[Range]:
    for piece in re.split(_AND, re.sub(r"[（()）]", "", number)):
        first, *last = re.split(_TO, piece)
        if not last:
            yield _ordinal(first + sub), _ordinal(first + sub)
        else:
            yield _ordinal(first), _ordinal(last[-1])


def _ordinal(text: str) -> Ordinal:
    main, _, sub = text.partition("之")
    return parse_numeral(main) or 0, (parse_numeral(sub) or 0) if sub else 0
