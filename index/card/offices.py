"""Who issued a policy, and for which part of the country, where no signatory says it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from index.card.dates import Event
from index.clause import Found, Span
from index.region import PROVINCES, region

_PLACE = r"(?!经)[\u4e00-\u9fff]{2,14}?(?:省|自治区|市|地区|自治州|盟|自治县|县|区|旗)"
_SESSION = r"第?[一二三四五六七八九十百\d]+届"
_CONGRESS = re.compile(
    rf"(?P<place>{_PLACE}|{PROVINCES})?\s*(?:{_SESSION})?\s*(?P<whole>全国)?"
    r"(?:人民代表大会|人大(?=常))(?P<standing>(?:\s*常务委员会|常委会)?)"
)
_NATIONAL = re.compile(r"国务院|政务院|最高人民法院|最高人民检察院|中央军事委员会|国家监察委员会")
_GOVERNMENT = re.compile(rf"{_PLACE}人民政府")
_MINISTRY = re.compile(
    r"(?:(?<=[、和　 ])|(?<![\u4e00-\u9fff])|(?<=中华人民共和国))"
    r"(?!国务院|最高)[\u4e00-\u9fff]{2,16}?(?:部|委员会|总局|局|署|银行|办公厅|办公室|会|院)"
    r"(?=[、和令第\s（(公发联]|$)"
)
_MADE = re.compile(r"通过|公布|发布|颁布|公告|令|修订|修正")
_APPROVED = re.compile(r"批准")
_AMENDED = re.compile(
    r"《(?P<office>国务院|最高人民法院|最高人民检察院|全国人民代表大会(?:常务委员会)?)关于"
)
_IN_TITLE = re.compile(
    r"^(?P<offices>[\u4e00-\u9fff、 　]{2,60}?)(?:等[一二三四五六七八九十\d]+(?:个)?(?:部门|单位))?"
    r"(?=关于|印发|公告|令)"
)
_OFFICE = re.compile(r"(?:院|部|委|委员会|局|署|厅|政府|办公室|代表大会|会|银行|中心|法院|检察院)$")
_NOTED, _TITLED = 0.9, 0.8


@dataclass(frozen=True, slots=True)
class Office:
    """A body that made or approved a policy.

    Attributes:
        place: the part of the country that it is of: 浙江省; "" for the whole.
    """

    name: Found[str]
    place: str = ""


def makers(happened: Sequence[Event], text: str) -> list[Office]:
    """Who adopted or published a policy, as its notes say; who approved it is left out."""
    made = [
        office
        for event in happened
        if _MADE.search(event.said) and not _only_approves(event.said)
        for office in _offices(text, event.span)
    ]
    made = made or [office for event in happened for office in _amending(text, event.span)]
    return list({office.name.value: office for office in made}.values())


def approver(happened: Sequence[Event], text: str) -> str:
    """The province whose congress approved what a city adopted; "" if none did."""
    places = (
        office.place
        for event in happened
        if _APPROVED.search(event.said)
        for office in _offices(text, event.span)
    )
    return next((place for place in places if re.match(PROVINCES, place)), "")


def titled(title: Found[str] | None) -> list[Office]:
    """The bodies that a title begins with: 国务院办公厅关于…."""
    match = _IN_TITLE.match(title.value) if title else None
    if title is None or match is None:
        return []
    names = [name for name in re.split(r"[、 　]", match["offices"]) if _OFFICE.search(name)]
    return [Office(Found(name, title.span, _TITLED), region(name)) for name in names]


def _only_approves(said: str) -> bool:
    return bool(_APPROVED.search(said)) and not re.search(r"通过|公布|发布|颁布", said)


def _offices(text: str, span: Span) -> Iterator[Office]:
    """The bodies that an event names; those inside the name of a decision are not meant."""
    said = re.sub(r"《[^》]*》", lambda m: "《" + " " * (len(m[0]) - 2) + "》", span.of(text))
    taken: list[tuple[int, int]] = []
    for match in _CONGRESS.finditer(said):
        taken.append(match.span())
        if match["whole"] or match["place"]:
            yield _congress(match, span.start)
    for match in chain(_NATIONAL.finditer(said), _GOVERNMENT.finditer(said)):
        taken.append(match.span())
        place = match.group().removesuffix("人民政府")
        place = place if place != match.group() else ""
        found = Found(match.group(), Span(*match.span()).moved(span.start), _NOTED)
        yield Office(found, place)
    for match in _MINISTRY.finditer(said):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            name = match.group().removeprefix("中华人民共和国")
            found = Found(name, Span(*match.span()).moved(span.start), _TITLED)
            yield Office(found, region(name))


def _congress(match: re.Match[str], offset: int) -> Office:
    place = "" if match["whole"] else match["place"]
    standing = "常务委员会" if match["standing"] else ""
    name = f"{place or '全国'}人民代表大会{standing}"
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    return Office(Found(name, Span(start, match.end()).moved(offset), _NOTED), place)


def _amending(text: str, span: Span) -> Iterator[Office]:
    for match in _AMENDED.finditer(span.of(text)):
        place = Span(*match.span("office")).moved(span.start)
        yield Office(Found(match["office"], place, _TITLED))
