"""What kind of document a policy is, of which level, and for which region."""

import re
from collections.abc import Sequence

from index.card.offices import Office
from index.clause import Found, Span
from index.region import PROVINCES, region

COUNTRY, PROVINCE, CITY, COUNTY = "国家", "省", "市", "县"
LEVELS = (COUNTRY, PROVINCE, CITY, COUNTY)
"""From the highest to the lowest."""
STATUTES = (
    "法律",
    "行政法规",
    "监察法规",
    "司法解释",
    "地方性法规",
    "部门规章",
    "地方政府规章",
)
"""Kinds of what the Law on Legislation (立法法) regulates, and judicial interpretations."""
NORMATIVE = "规范性文件"
_DOCUMENTS = (
    "意见|通知|决定|决议|公告|通告|通报|批复|函|命令|方案|规划|纲要|计划|措施|办法|规定|细则"
    "|指南|指引|要点|纪要|报告|公报"
)
DOCUMENTS = tuple(_DOCUMENTS.split("|"))
"""Kinds of official documents (公文), each a 规范性文件; first those of GB/T 9704 and the 条例."""
KINDS = (*STATUTES, NORMATIVE, *DOCUMENTS)
"""Every kind that a card may name."""

_ENDING = re.compile(rf"({_DOCUMENTS})(?:[（(][^（）()]{{1,16}}[）)])*$")
_COURT = re.compile(r"最高人民(?:法院|检察院)")
_ORDER = re.compile(r"令\s*(?:[（(]?\d{4}[）)]?\s*)?第?\s*[\d〇零一二三四五六七八九十百]+\s*号")
_LAW = re.compile(r"(?<!办)法(?:典)?(?:[（(][^（）()]+[）)])?$|宪法|刑法修正案")
_BY_COUNCIL = re.compile(r"国务院[^。《]{0,30}令|[国政]务院[^。《]{0,16}(?:批准|通过|公布|发布)")
_NATIONAL = frozenset({"法律", "行政法规", "监察法规", "司法解释", "部门规章"})
_SURE, _LIKELY, _GUESS = 1.0, 0.8, 0.6


def kind(
    title: Found[str] | None, number: Found[str] | None, makers: Sequence[Office], note: str
) -> Found[str] | None:
    """By who made it first, then by what its title says; None where neither tells."""
    if title is None:
        return None
    order = f"{number.value if number else ''} {note}"
    for value, confidence in _kinds(title.value, makers, order):
        return Found(value, title.span, confidence)
    return None


def _kinds(title: str, makers: Sequence[Office], order: str) -> list[tuple[str, float]]:
    """What it may be, the likeliest first."""
    names = " ".join(office.name.value for office in makers)
    local = bool(makers[0].place if makers else region(title))
    document = _ENDING.search(title)
    rules: list[tuple[object, str, float]] = [
        (_COURT.match(title) or "法释" in order, "司法解释", _SURE),
        (_COURT.search(names) and not local, "司法解释", _SURE),
        ("国家监察委员会" in names, "监察法规", _SURE),
        ("人民代表大会" in names and local, "地方性法规", _SURE),
        ("人民代表大会" in names, "法律", _SURE),
        (_BY_COUNCIL.search(order) and not local, "行政法规", _SURE),
        ("人民政府" in names and _ORDER.search(order), "地方政府规章", _SURE),
        (names and _ORDER.search(order), "部门规章", _SURE),
        (not local and _LAW.search(title), "法律", _LIKELY),
        # Neither a ministry nor a local government may call its rules 条例.
        (local and title.endswith("条例"), "地方性法规", _LIKELY),
        (not local and title.endswith("条例"), "行政法规", _LIKELY),
        ("国务院" in names and document is None, "行政法规", _LIKELY),
        (document, document.group(1) if document else "", _LIKELY),
        ("〔" in order, NORMATIVE, _GUESS),
    ]
    return [(value, confidence) for holds, value, confidence in rules if holds]


def level(
    kind: Found[str] | None, makers: Sequence[Office], of: Found[str] | None
) -> Found[str] | None:
    """By who made it, else by its kind, else by where its title says that it holds."""
    if makers:
        name, place = makers[0].name, makers[0].place
        return Found(_level_of(place) if place else COUNTRY, name.span, name.confidence)
    if kind and kind.value in _NATIONAL:
        return Found(COUNTRY, kind.span, kind.confidence)
    return Found(_level_of(of.value), of.span, _LIKELY) if of else None


def place(title: Found[str] | None, makers: Sequence[Office], approver: str) -> Found[str] | None:
    """The part of the country: 浙江省宁波市, the province where it approved the city's rules."""
    for office in makers:
        if office.place:
            above = approver if not office.place.startswith(approver[:2] or " ") else ""
            span = office.name.span
            return Found(f"{above}{office.place}", span, _SURE)
    if title and not makers and (named := region(title.value)):
        start = title.span.start
        return Found(named, Span(start, start + len(named)), _LIKELY)
    return None


def _level_of(place: str) -> str:
    if re.match(rf"(?:{PROVINCES})(?:省|市|(?:维吾尔|壮族|回族)?自治区)?$", place):
        return PROVINCE
    return COUNTY if re.search(r"(?:县|区(?<!特区|新区)|旗)$", place) else CITY
