"""Numbers as Word writes them (ECMA-376 part 1, 17.18.59, `ST_NumberFormat`)."""

from collections.abc import Callable

from index.numerals import chinese

_LARGEST = 9_999
_LETTERS, _REPEATED = 26, 9
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = dict(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)


def written(number: int, form: str) -> str:
    """A number in one of the ways of `ST_NumberFormat`; unknown ones give Arabic numerals."""
    if form == "none":
        return ""
    if not 0 < number <= _LARGEST:
        return str(number)
    return _WAYS.get(form, str)(number)


def _of(characters: str, number: int) -> str:
    return characters[number - 1] if number <= len(characters) else str(number)


def _digits(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    """A…Z, then AA, BB…, as Word goes on."""
    times, letter = divmod(number - 1, _LETTERS)
    return chr(ord("A") + letter) * (times + 1) if times < _REPEATED else str(number)


def _roman(number: int) -> str:
    text = ""
    for amount, letters in _ROMAN.items():
        text += letters * (number // amount)
        number %= amount
    return text


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _formal(number: int) -> str:
    return chinese(number).translate(_FORMAL)


_WAYS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": _formal,
    "decimalEnclosedCircle": lambda number: _of(_CIRCLED, number),
    "decimalEnclosedCircleChinese": lambda number: _of(_CIRCLED, number),
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalZero": lambda number: f"{number:02d}",
    "ideographDigital": _digits,
    "ideographLegalTraditional": _formal,
    "ideographTraditional": lambda number: _of(_STEMS, number),
    "ideographZodiac": lambda number: _of(_BRANCHES, number),
    "japaneseCounting": chinese,
    "japaneseLegal": _formal,
    "lowerLetter": lambda number: _letters(number).lower(),
    "lowerRoman": _roman,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "upperLetter": _letters,
    "upperRoman": lambda number: _roman(number).upper(),
}
