"""Hits → in the order, and of the kind, that the question itself singles out."""

import re
from collections.abc import Sequence

from chatbot.answerable import figures, issued_in
from index.clause import Hit
from index.query import Query
from index.tokens import folded
from index.words import content_words, places, segments

_HOW_MANY = re.compile(r"(?:多少|几)(?P<unit>[个项家条种批名类亿万件所座])")
_YEAR = re.compile(r"20\d\d(?=年)")
_TITLED = re.compile(r"《[^》]*》")
_TEXTS = r"(?:办法|条例|规定|细则|意见|方案|措施|决定|通知|法)"
_BEGINS = re.compile(rf"本{_TEXTS}自[^，。；]{{2,24}}起(?:施行|实施|执行)")
_FORMAL = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+条\s*)?(?:"
    rf"(?:为|根据|按照|依据)[^。；\d]*(?:制定|提出)了?(?:本|以下|如下)(?:实施|暂行|管理)?{_TEXTS}"
    r"|(?:为[^。；\d]{0,60}，)?现?[就将]?[^。；，\n]{0,30}(?:通知|公告|通告|决定|意见|规定)如下"
    rf"|{_BEGINS.pattern}"
    r"(?:[，。；]\s*《[^。；]*》[^，。；]{0,24}废止)?"
    r")[。；：:]?\s*"
)
_ABOUT_ITSELF = re.compile(
    r"^为|为了?什么|为[何啥]|目的|初衷|宗旨|背景|依据|根据|制定|起草|出台|施行|实施|执行|生效|有效|失效"
    r"|废止|替代|取代|作废|变化|还.{0,3}用|管用|以前|之前|原来|旧|办法|条例|规定|细则|\d{4}[年〕]"
)
"""Questions that what is formal may answer: on the text itself, or on one that is named."""
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
    found = _of_place(query.asked, _of_matter(query.asked, hits))
    found = _dated(query.asked, found)
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


def _of_place(text: str, hits: list[Hit]) -> list[Hit]:
    """Without what other places have issued, where the place asked about has issued something."""
    asked = places(text)
    if not any(_issued_in(hit, asked) for hit in hits):
        return hits
    return [h for h in hits if _issued_in(h, asked) or not _issued_in(h, places(h.policy.name))]


def _issued_in(hit: Hit, named: Sequence[str]) -> bool:
    return any(issued_in(hit.policy, place) for place in named)


def _dated(text: str, hits: list[Hit]) -> list[Hit]:
    """Those that name a year of the question, if any does: what is due in 2027 is not in 2025."""
    years = set(_YEAR.findall(_TITLED.sub("", text)))
    if not years:
        return hits
    of_them = [hit for hit in hits if years & set(_YEAR.findall(_TITLED.sub("", hit.clause.text)))]
    return of_them or hits


def _telling(text: str, hits: list[Hit]) -> list[Hit]:
    """Those near the best first that hold the figure, date or number asked for, and a word of it.

    When a text begins to apply is the date of nothing else.
    """
    asked = figures(text)
    if not asked or not hits:
        return hits
    near, itself = hits[0].score * _TELLING, _ABOUT_ITSELF.search(text)
    words = [word for word in segments(text) if len(word) > 1 and not _ASKING.search(word)]

    def tells(hit: Hit) -> bool:
        held = folded(hit.clause.text)
        return (
            hit.score >= near
            and all(each.search(hit.clause.text) for each in asked)
            and any(word in held for word in words)
            and bool(itself or not _BEGINS.search(hit.clause.text))
        )

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
