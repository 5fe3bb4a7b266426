"""Hits → in the order, and of the kind, that the question itself singles out."""

import re
from collections.abc import Sequence

from chatbot.answerable import figures
from index.clause import Hit
from index.query import Query
from index.tokens import folded
from index.words import content_words

_HOW_MANY = re.compile(r"(?:多少|几)(?P<unit>[个项家条种批名类亿万件所座])")
_YEAR = re.compile(r"20\d\d(?=年)")
_TITLED = re.compile(r"《[^》]*》")
_NUMBER = r"第[一二三四五六七八九十百\d]+条"
_FORMAL = re.compile(
    rf"\s*(?:{_NUMBER}\s*)?(?:"
    r"(?:为|根据|按照|依据)[^。；]*(?:制定|提出|特制定)[^。；]{0,12}(?:办法|条例|规定|细则|意见|方案|措施|法)"
    r"|[^。；]{0,60}(?:通知|公告|通告|决定|意见|规定)如下"
    r"|(?:本|该)[^，。；]{1,12}自[^，。；]{2,24}起(?:施行|实施|执行)"
    r"(?:[，。；][^。]*(?:废止|停止执行|失效))?"
    r")[。；：:]?\s*"
)
_ABOUT_ITSELF = re.compile(
    r"为了?什么|为何|目的|依据|根据|制定|起草|出台|施行|实施|执行|生效|有效|失效|废止|替代|取代|作废"
    r"|以前|之前|原来|旧"
)
"""Questions that what is formal answers."""
_NEAR = 0.4
"""Share of the best score within which a clause comes first that has what is asked for."""
_TELLING = 0.15
"""The same for a clause that holds the figure, the date or the number asked for."""
_OWN = 0.15
"""The same for a clause that holds a follow-up's own words."""
_TOPIC = 8
"""Characters of a topic that is no sentence."""
_ASKING = re.compile(r"[？?吗呢吧么]|什么|怎|哪|谁|多少|几|何|是否|有没有|能不能|可以|要求|是")


def narrowed(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that are of the years asked about; those first that count or are so entitled."""
    found = _dated(query.asked, _of_matter(query.asked, hits))
    found = _counted(query.asked, _telling(query.asked, found))
    return _entitled(query.text, found) if is_topic(query.text) else found


def own_first(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, those first that hold what a follow-up says in its own words: 资金方面呢."""
    near = hits[0].score * _OWN if hits else 0.0
    words = _words(text)
    return sorted(hits, key=lambda hit: not (hit.score >= near and _has(hit, words)))


def holds(text: str, hits: Sequence[Hit]) -> bool:
    """Whether one of the clauses has all that a text says."""
    words = _words(text)
    return any(_has(hit, words) for hit in hits)


def is_topic(text: str) -> bool:
    """Whether a text is a bare topic, such as 标准制定, and asks nothing."""
    return len(text) <= _TOPIC and not _ASKING.search(text)


def _words(text: str) -> list[str]:
    return [word for word in content_words(text) if len(word) > 1]


def _has(hit: Hit, words: Sequence[str]) -> bool:
    text = folded(hit.clause.text)
    return all(word in text for word in words)


def _of_matter(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """Those that say more than why a text was made, when it begins and what it repeals, if any do.

    Such a clause holds the words of the title, and of what was repealed, and rules nothing.
    """
    if _ABOUT_ITSELF.search(text):
        return list(hits)
    return [hit for hit in hits if not _FORMAL.fullmatch(hit.clause.text)] or list(hits)


def _dated(text: str, hits: list[Hit]) -> list[Hit]:
    """Those that name a year of the question, if any does: what is due in 2027 is not in 2025."""
    years = set(_YEAR.findall(_TITLED.sub("", text)))
    if not years:
        return hits
    of_them = [hit for hit in hits if years & set(_YEAR.findall(_TITLED.sub("", hit.clause.text)))]
    return of_them or hits


def _telling(text: str, hits: list[Hit]) -> list[Hit]:
    """Those near the best first that hold the figure, the date or the number asked for."""
    asked = figures(text)
    if not asked or not hits:
        return hits
    near = hits[0].score * _TELLING

    def tells(hit: Hit) -> bool:
        return hit.score >= near and all(each.search(hit.clause.text) for each in asked)

    return sorted(hits, key=lambda hit: not tells(hit))


def _counted(text: str, hits: list[Hit]) -> list[Hit]:
    """Those near the best first that count what 多少项, 几家 asks about."""
    asked = _HOW_MANY.search(text)
    if asked is None or not hits:
        return hits
    counted = re.compile(rf"[\d〇零一二两三四五六七八九十百千万亿]{asked['unit']}")
    near = hits[0].score * _NEAR
    return sorted(hits, key=lambda h: not (h.score >= near and counted.search(h.clause.text)))


def _entitled(text: str, hits: list[Hit]) -> list[Hit]:
    """For a bare topic, those near the best first whose title names it."""
    if not hits:
        return hits
    words, near = _words(text), hits[0].score * _NEAR

    def entitled(hit: Hit) -> bool:
        return hit.score >= near and any(word in folded(hit.clause.title) for word in words)

    return sorted(hits, key=lambda hit: not entitled(hit))
