"""Chinese and Arabic numerals, both ways."""

import unicodedata

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1_000}
_TENS = {"廿": 20, "卅": 30}
_MYRIAD = 10_000
_KNOWN = frozenset((*_DIGITS, *_UNITS, *_TENS, "万"))

CHARACTERS = "0-9０-９〇零○一二三四五六七八九十百千万两廿卅"
"""What a numeral may be made of, for a character class."""


def parse(text: str) -> int | None:
    """The value of 54, ５４, 五十四, 二〇二四 or 一万零一; None where `text` is no numeral."""
    text = unicodedata.normalize("NFKC", text)
    if text.isascii():
        return int(text) if text.isdigit() else None
    if not _KNOWN.issuperset(text):
        return None
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    high, _, low = text.rpartition("万")
    return _parse_low(high) * _MYRIAD + _parse_low(low)


def _parse_low(text: str) -> int:
    total = pending = 0
    for char in text:
        if char in _DIGITS:
            pending = _DIGITS[char]
        elif char in _TENS:
            total += _TENS[char]
        else:
            total += (pending or 1) * _UNITS.get(char, 1)
            pending = 0
    return total + pending


def chinese(number: int) -> str:
    """The numeral as statutes print it: 54 is 五十四, 10 is 十, 101 is 一百零一.

    Raises:
        ValueError: below 0.
    """
    if number < 0:
        raise ValueError(f"{number} is below 0")
    high, low = divmod(number, _MYRIAD)
    if high:
        gap = "零" if 0 < low < _MYRIAD // 10 else ""
        return f"{chinese(high)}万{gap}{_chinese_low(low)}"
    text = _chinese_low(number) or "零"
    return text.removeprefix("一") if text.startswith("一十") else text


def _chinese_low(number: int) -> str:
    text, zero = "", False
    for unit, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        elif text:
            zero = True
    return text
