"""Chinese and Arabic numerals, both ways."""

import unicodedata

DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1_000}
_TWENTY = {"廿": 20, "卅": 30}

CHARACTERS = "0-9０-９〇零○一二三四五六七八九十百千万两廿卅"
"""What a numeral may be made of, for a character class."""


def parse(text: str) -> int | None:
    """The value of 54, ５４, 五十四, 二〇二四 or 一万零一; None where `text` is no numeral."""
    text = unicodedata.normalize("NFKC", text)
    if text.isascii():
        return int(text) if text.isdigit() else None
    if not all(char in DIGITS or char in _UNITS or char in _TWENTY or char == "万" for char in text):
        return None
    if len(text) > 1 and all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    high, _, low = text.rpartition("万")
    return _below_ten_thousand(high) * 10_000 + _below_ten_thousand(low)


def _below_ten_thousand(text: str) -> int:
    total = pending = 0
    for char in text:
        if char in DIGITS:
            pending = DIGITS[char]
        elif char in _TWENTY:
            total += _TWENTY[char]
        else:
            total += (pending or 1) * _UNITS[char]
            pending = 0
    return total + pending


def chinese(number: int) -> str:
    """The numeral as statutes print it: 54 is 五十四, 10 is 十, 101 is 一百零一.

    Raises:
        ValueError: outside 0 to 9,999.
    """
    if not 0 <= number < 10_000:
        raise ValueError(f"{number} is not between 0 and 9,999")
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    text, zero = "", False
    for unit, name in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero else "") + digits[digit] + name
            zero = False
        elif text:
            zero = True
    return text.removeprefix("一") if 10 <= number < 20 else text
