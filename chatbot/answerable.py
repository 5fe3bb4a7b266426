"""Whether the clauses that were found answer the question at all."""

import re
from collections.abc import Sequence

from index.clause import Clause, Hit
from index.tokens import fold
from index.words import content_words, places

_COVERED = 0.4
"""Share of the content words, weighted by length, that one of the best clauses must hold."""
_COVERED_LESS, _CLOSE = 0.2, 0.44
"""Share that is enough for a clause whose relevance is at least this, in [0, 1]."""
_CONSIDERED = 3
"""Clauses looked at."""

_NUMBER = r"[\d〇零一二三四五六七八九十百千万亿两]"
_WANTED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"多少(?:钱|元|万|资金|补贴|奖励)|金额|额度|几万|补贴标准|奖励标准"),
        re.compile(rf"{_NUMBER}+(?:余|多)?(?:万|亿)?元"),
    ),
    (re.compile(r"比例|百分之几|百分比|几成|税率|利率"), re.compile(r"%|％|百分之|‰|千分之")),
    (re.compile(r"电话|联系方式|邮箱|传真|邮编"), re.compile(r"\d{5,}|@")),
    (
        re.compile(r"截止(?:日期|时间)?|什么时候(?:截止|申报|开始)"),
        re.compile(r"\d{1,2}月\d{1,2}日|\d{4}年"),
    ),
)
"""What a question asks for → what a clause that answers it must contain."""

_TITLED = re.compile(r"《[^》]*》")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?=\s*(?:万|亿|元|个|家|项|%|％|名|倍))")


def answerable(text: str, hits: Sequence[Hit]) -> bool:
    """Judge by what the question names, and by the kind of thing it asks for."""
    clauses = [hit.clause for hit in hits[:_CONSIDERED]]
    return (
        bool(clauses)
        and coverage(text, clauses) >= (_COVERED_LESS if hits[0].score >= _CLOSE else _COVERED)
        and all(
            any(offered.search(clause.text) for clause in clauses)
            for wanted, offered in _WANTED
            if wanted.search(text)
        )
        and _figures_stand(text, clauses)
        and _places_stand(text, clauses)
    )


def coverage(text: str, clauses: Sequence[Clause]) -> float:
    """Share of the question's content words that stand together in one clause, in [0, 1]."""
    words = content_words(text)
    total = sum(map(len, words))
    grounds = [_ground(clause) for clause in clauses]
    held = max((sum(len(w) for w in words if w in ground) for ground in grounds), default=0)
    return held / total if total else 0.0


def _places_stand(text: str, clauses: Sequence[Clause]) -> bool:
    """Whether one of the clauses names each place that the question names."""
    ground = "".join(map(_ground, clauses))
    return all(place in ground for place in places(text))


def _ground(clause: Clause) -> str:
    return fold("".join(clause.trail) + clause.text)


def _figures_stand(text: str, clauses: Sequence[Clause]) -> bool:
    """Whether each year and amount that the question states stands in one of the clauses.

    A year inside a title (《…2035年远景目标纲要》) dates that document, not a measure.
    """
    ground = _TITLED.sub("", "".join(clause.text for clause in clauses))
    asked = _TITLED.sub("", text)
    return all(figure in ground for p in (_YEAR, _AMOUNT) for figure in p.findall(asked))
