"""Personal data in what people write, masked before anything is stored.

What can be told by its form is: a name or an address cannot, and stays. Analysers that look for
names too (presidio) bring language models, hundreds of megabytes of them.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from index.clause import Span

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2060\ufeff\ud800-\udfff]"
)
"""What no text needs, PostgreSQL refuses, or a number can hide behind."""
_NARROW = dict(zip(range(0xFF01, 0xFF5F), range(0x21, 0x7F), strict=True))
_EMAIL = re.compile(r"[A-Za-z0-9_.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
_NAMED = re.compile(
    r"(?:账号|帐号|账户|帐户|卡号|护照|通行证|台胞证|军官证|社保号|车牌)(?:号码?)?"
    r"[是为:]?\s*([A-Za-z0-9](?:[ -]?[A-Za-z0-9]){5,33})"
)
"""A number that has no check digit, by what it is called."""
_DIGITS = re.compile(r"[0-9]+[Xx]?")
_GAP = re.compile(r"[ \t_.·-]?")
_LONGEST = 19
"""Digits of a bank card (ISO/IEC 7812)."""
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_IDENTITY = re.compile(
    r"[1-9][0-9]{5}(?:(?P<born>(?:18|19|20)[0-9]{6})[0-9]{3}[0-9Xx]|(?P<born_19>[0-9]{6})[0-9]{3})"
)
"""GB 11643 (18 digits) and its forerunner (15): region, birthday, order, check digit."""
_DIALLED = re.compile(r"(?:\d\D{0,4}){6}\d")
"""What every telephone number has; the matcher takes ten times as long to look for one."""
_CARD = re.compile(r"[3-69][0-9]{12,18}")

Found = tuple[Span, str]
"""Where something personal stands, and what it is."""


def masked(text: str) -> str:
    """`text` without control characters, each number of a person replaced by what it is.

    Identity numbers, bank cards (those with Luhn's check digit), accounts, passports and the like,
    telephone numbers, e-mail addresses; also in full width, and with a gap between digits. A
    mistyped identity number is one too: it needs a birthday, not the right check digit.
    """
    text = _UNPRINTABLE.sub("", text)
    narrow = text.translate(_NARROW)
    for find in (_emails, _numbers, _named, _telephones):
        if found := list(find(narrow)):
            text = _without(text, found)
            narrow = text.translate(_NARROW)
    return text


def _without(text: str, found: Iterable[Found]) -> str:
    kept, at = [], 0
    for span, name in found:
        if span.start >= at:
            kept += [text[at : span.start], f"〔{name}〕"]
            at = span.end
    return "".join([*kept, text[at:]])


def _emails(text: str) -> Iterator[Found]:
    for match in _EMAIL.finditer(text):
        yield Span(*match.span()), "邮箱"


def _numbers(text: str) -> Iterator[Found]:
    """Numbers of neighbouring groups of digits that are a person's, by place."""
    for number, span in _windows(text):
        if name := _kind(number):
            yield span, name


def _windows(text: str) -> Iterator[tuple[str, Span]]:
    """Each group of digits with those that follow close by, the longest first."""
    groups = [Span(*match.span()) for match in _DIGITS.finditer(text)]
    for first, group in enumerate(groups):
        number, end = group.of(text), group.end
        windows = [(number, group)]
        for after in groups[first + 1 :]:
            close = _GAP.fullmatch(text, end, after.start)
            if not close or len(number) + len(after.of(text)) > _LONGEST:
                break
            number, end = number + after.of(text), after.end
            windows.append((number, Span(group.start, end)))
        yield from reversed(windows)


def _kind(number: str) -> str:
    """What a number is, "" if it is nobody's."""
    if _is_identity(number):
        return "身份证号"
    if _MOBILE.fullmatch(number):
        return "手机号"
    if _CARD.fullmatch(number):
        from stdnum import luhn

        return "银行卡号" if luhn.is_valid(number) else ""
    return ""


def _is_identity(number: str) -> bool:
    match = _IDENTITY.fullmatch(number)
    if not match:
        return False
    try:
        date.fromisoformat(match["born"] or f"19{match['born_19']}")
    except ValueError:
        return False
    return True


def _named(text: str) -> Iterator[Found]:
    for match in _NAMED.finditer(text):
        if any(sign.isdigit() for sign in match[1]):
            yield Span(*match.span(1)), "证件或账号"


def _telephones(text: str) -> Iterator[Found]:
    """Telephone numbers of China and, with their country code, of anywhere else."""
    if not _DIALLED.search(text):
        return
    from phonenumbers import Leniency, PhoneNumberMatcher

    for match in PhoneNumberMatcher(text, "CN", leniency=Leniency.VALID):
        yield Span(match.start, match.end), "电话号码"
