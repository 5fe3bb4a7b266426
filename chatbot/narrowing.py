"""Hits → in the order, and of the kind, that the question itself singles out."""

import re
from collections.abc import Sequence

from index.clause import Hit
from index.query import Query
from index.tokens import folded
from index.words import content_words

_HOW_MANY = re.compile(r"(?:多少|几)(?P<unit>[个项家条种批名类亿万件所座])")
_YEAR = re.compile(r"20\d\d(?=年)")
_TITLED = re.compile(r"《[^》]*》")
_NEAR = 0.4
"""Share of the best score within which a clause comes first that has what is asked for."""
_OWN = 0.15
"""The same for a clause that holds a follow-up's own words."""
_TOPIC = 8
"""Characters of a topic that is no sentence."""
_ASKING = re.compile(r"[？?吗呢吧么]|什么|怎|哪|谁|多少|几|何|是否|有没有|能不能|可以|要求|是")


def narrowed(query: Query, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that are of the years asked about; those first that count or are so entitled."""
    found = _dated(query.asked, list(hits))
    found = _counted(query.asked, found)
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


def _dated(text: str, hits: list[Hit]) -> list[Hit]:
    """Those that name a year of the question, if any does: what is due in 2027 is not in 2025."""
    years = set(_YEAR.findall(_TITLED.sub("", text)))
    if not years:
        return hits
    of_them = [hit for hit in hits if years & set(_YEAR.findall(_TITLED.sub("", hit.clause.text)))]
    return of_them or hits


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
