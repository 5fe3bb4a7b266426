"""Whether a policy holds for a part of the country alone."""

import re
from functools import lru_cache

PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东"
    "|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆"
)
"""Names of provinces, as alternatives of a pattern."""
_PROVINCE = re.compile(PROVINCES)
_REGIONAL = re.compile(
    rf"^(?:中国（)?(?:{PROVINCES}"
    r"|(?!城市)[^于的》]{2,10}?(?:省|市(?!场)|自治区|自治州|自治县|经济特区))"
)
_PLACE_AT_END = re.compile(rf"(?:{PROVINCES}|省|自治区|自治州|自治县|特区|新区|(?<!城)市)$")


def ends_with_place(text: str) -> bool:
    """Whether a text ends with a province, city or special economic zone."""
    return bool(_PLACE_AT_END.search(text, max(0, len(text) - 4)))


def regional(name: str) -> bool:
    """Whether a policy's name begins with a province, city or special economic zone.

    Of the 3,423 texts of LawRefBook/Laws it agrees with the folder of local regulations on
    99 in 100; what it misses are places with neither a province nor 市 in the name (泰山…).
    """
    return bool(region(name))


@lru_cache(maxsize=65_536)
def region(name: str) -> str:
    """The place that a policy's name begins with: 北京, 济南市; "" for the whole country."""
    found = _REGIONAL.match(name.removeprefix("中华人民共和国"))
    return found.group().removeprefix("中国（") if found else ""


def province(text: str) -> str:
    """The first province that a text names, without 省, 市 or 自治区; "" if none."""
    found = _PROVINCE.search(text)
    return found.group() if found else ""
