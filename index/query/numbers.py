"""Numerals in the other writing: 30% and 百分之三十, 2025年 and 二〇二五年."""

import re
from collections.abc import Iterator

from index.numerals import chinese, parse

_DIGITS = "〇一二三四五六七八九"
_HAN = "[〇零一二三四五六七八九十百千万两]"
_COUNTED = "年月日天元岁名人个倍次项条款"
_PERCENT = re.compile(r"(\d{1,3})%")
_HAN_PERCENT = re.compile(rf"百分之({_HAN}+)")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_NUMBER = re.compile(rf"(?<!\d)(?!(?:19|20)\d\d年)(\d{{1,7}})(?=[{_COUNTED}])")
_HAN_NUMBER = re.compile(rf"({_HAN}+)(?=[{_COUNTED}])")


def other_numerals(text: str) -> Iterator[str]:
    """Each number of a text as the other writing has it, with the unit where it needs one."""
    for match in _PERCENT.finditer(text):
        yield f"百分之{chinese(int(match[1]))}"
    for match in _HAN_PERCENT.finditer(text):
        yield str(parse(match[1]))
    for match in _YEAR.finditer(text):
        yield "".join(_DIGITS[int(digit)] for digit in match[1]) + "年"
    for match in _NUMBER.finditer(text):
        yield chinese(int(match[1])) + text[match.end()]
    for match in _HAN_NUMBER.finditer(text):
        if (value := parse(match[1])) is not None:
            yield f"{value}{text[match.end()]}"
