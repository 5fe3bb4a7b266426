"""How likely the clauses that were found are to answer the question at all.

A logistic regression over two signals, learned from 389 questions on the policy that ships
(benchmarks/policy_questions.jsonl and answer_questions.jsonl, of which it answers two thirds) and,
as questions on something else, those of STARD; `python -m benchmarks.answerable` learns it again
and shows the reliability. Before it come rules on what a question states or asks for, and no clause
has.

What neither sees is a rule that is missing in the right field: with its own article taken away,
a question of STARD is recognised hardly better than by chance.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from index.clause import Clause, Hit, PolicyHead
from index.query import Query
from index.region import PROVINCES
from index.tokens import fold
from index.words import content_words, places

_CONSIDERED = 3
"""Clauses looked at."""

_NUMBER = r"[\d〇零一二三四五六七八九十百千万亿两]"
_WANTED: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "金额",
        re.compile(
            r"多少(?:钱|元|万|亿|资金|经费|奖励|投资)|多少[^，。？]{0,4}(?:费|补[贴助]|奖金)|金额|额度"
            r"|几[十百千]?[万亿]|(?:费|补[贴助]|奖励|奖金|资金|投资)[^，。？]{0,3}多少"
            r"|(?:补|赔|奖|罚)[给付偿款]*多少|补贴标准|奖励标准"
        ),
        re.compile(rf"{_NUMBER}+(?:余|多)?(?:万|亿)?元|免费|免收|不收(?:取|费)"),
    ),
    (
        "比例",
        re.compile(r"比例|百分之几|百分比|几成|税率|利率"),
        re.compile(r"%|％|百分之|‰|千分之"),
    ),
    (
        "数量",
        re.compile(r"多少[？?呢]*$"),
        re.compile(
            rf"{_NUMBER}+(?:余|多)?(?:万|亿)?(?:[个项家台年名座所件吨批种类元人户]|周?岁|小时"
            r"|(?:平方|立方|公)?[米里])|[%％]"
        ),
    ),
    ("罚款", re.compile(r"罚款?(?:是|要)?(?:多少|几)|罚款金额|罚金"), re.compile("罚")),
    ("名单", re.compile(r"名单|入选名录"), re.compile(r"名单|名录|：\S+、")),
    (
        "条件或标准",
        re.compile(
            r"(?:认定|申请|申报|入选|准入|评审|享受)[^，。？]{0,2}(?:条件|标准|门槛|资格|要求)"
        ),
        re.compile(r"(?<!有)条件|认定|资格"),
    ),
    (
        "期限",
        re.compile(r"多长时间|几天|多少[天日]|几个月|期限|有效期"),
        re.compile(rf"{_NUMBER}+(?:日|天|个?月|年|个工作日)|期限|期间|有效期"),
    ),
    (
        "办理程序",
        re.compile(
            r"(?:申请|申报|办理|审批|报名)(?:的)?(?:流程|程序|步骤|手续|材料)"
            r"|怎么(?:申请|申报|报名|注册)"
        ),
        re.compile(r"申请|申报|办理|审批|报名|登记"),
    ),
    (
        "禁止或限制",
        re.compile(
            r"(?:禁止|限制|不支持|不允许|不得)(?:哪些|什么|[^，。？]{2,12}[吗？?])|负面清单"
            r"|罚款|处罚|是否(?:禁止|限制)"
        ),
        re.compile(r"禁止|不得|严禁|限制|不予|不支持|罚|处分|负面清单"),
    ),
    (
        "联系方式",
        re.compile(r"(?<!打)电话|联系方式|邮箱|传真|邮编"),
        re.compile(r"\d{5,}|@"),
    ),
    (
        "地点",
        re.compile(r"哪[些几个]*(?:城市|省份?|市|地方(?=举办|建))|在哪里?(?:举办|召开|建设)"),
        re.compile(rf"(?:{PROVINCES})|[\u4e00-\u9fff]{{2,4}}(?:省|市)(?![场群民区圈])"),
    ),
    (
        "日期",
        re.compile(
            r"截止(?:日期|时间)?|什么时候|何时|哪一?年|哪一?天|几月|几号(?![文楼线窗栋室门馆厅])"
        ),
        re.compile(
            r"\d{1,2}[月日]|\d{4}年|\d+个?(?:小时|工作日)内|定期|适时|按[年月季]"
            r"|每年(?![^，。；]{0,12}元)"
        ),
    ),
)
"""Name; what a question asks for; what a clause that answers it must contain."""

_FIGURES = frozenset({"金额", "比例", "数量", "罚款", "日期", "联系方式"})
"""Kinds that the best clause itself must have: another's date or amount tells nothing of it."""

_COUNTED = re.compile(r"多少(?P<unit>[个项家台年名座所件吨户])")
_ANY_THING = "个项件种类条"
"""Classifiers that people put before anything that is counted; a clause may use another."""
_TITLED = re.compile(r"《[^》]*》")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?=\s*(?:万|亿|元|个|家|项|%|％|名|倍))")


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for an answer; as weights, how much.

    Attributes:
        cosine: of the question and the best clause.
        covered: share of the question's content words, weighted by length, in one clause.
    """

    cosine: float
    covered: float


_BIAS = -5.63
_WEIGHTS = Signals(cosine=5.72, covered=10.16)
_LIKELY, _POSSIBLE = 0.5, 0.15
"""Probability from which the clauses answer, and from which they are worth showing as nearest in
meaning: everyday words that no clause uses are answered as well, if less surely."""


class Answerable(IntEnum):
    """How far what was found answers a question; false where it does not."""

    NO = 0
    NEARLY = 1  # the nearest in meaning; the user should look
    YES = 2


def answerable(query: Query, hits: Sequence[Hit]) -> Answerable:
    """Whether the best clauses answer the question."""
    likely = probability(query, hits)
    if likely < _POSSIBLE:
        return Answerable.NO
    return Answerable.YES if likely >= _LIKELY else Answerable.NEARLY


def probability(query: Query, hits: Sequence[Hit]) -> float:
    """That the best clauses answer the question, in [0, 1]."""
    if not hits or not possible(query, hits):
        return 0.0
    found = signals(query, hits)
    weighed = found.cosine * _WEIGHTS.cosine + found.covered * _WEIGHTS.covered
    return 1 / (1 + math.exp(-_BIAS - weighed))


def possible(query: Query, hits: Sequence[Hit]) -> bool:
    """Whether the best clauses hold the places, figures and kinds of things asked about."""
    return not missing(query, hits)


def missing(query: Query, hits: Sequence[Hit]) -> tuple[str, ...]:
    """What is stated or asked for and stands in none of the best clauses: “深圳”, 金额."""
    clauses = [hit.clause for hit in hits[:_CONSIDERED]]
    return tuple(
        dict.fromkeys(
            (
                *(f"“{figure}”" for figure in _figures_missing(query.asked, clauses)),
                *(f"“{place}”" for place in _places_missing(query.asked, hits[:_CONSIDERED])),
                *_kinds_missing(query.asked, clauses),
            )
        )
    )


def issued_in(policy: PolicyHead, place: str) -> bool:
    """Whether a policy is of a place: its name begins so. 天津市承接北京企业迁入办法 is of 天津."""
    return fold(policy.name).startswith(place)


def figures(text: str) -> list[re.Pattern[str]]:
    """What a clause must contain to tell the figure, date or number asked for."""
    return [offered for name, offered in _kinds(text) if name in _FIGURES]


@lru_cache(maxsize=512)
def _kinds(text: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds of things asked for, with what a clause must contain that has them.

    多少 alone asks for a number; where its kind is said, for no other: 电话是多少.
    """
    asked = {name: offered for name, wanted, offered in _WANTED if wanted.search(text)}
    if len(asked.keys() & _FIGURES) > 1:
        asked.pop("数量", None)
    return tuple(asked.items())


def unheld(query: Query, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The question's content words that stand in none of the best clauses."""
    grounds = [_ground(hit.clause) for hit in hits[:_CONSIDERED]]
    words = content_words(query.text)
    return tuple(word for word in words if not any(_held(word, query, g) for g in grounds))


def signals(query: Query, hits: Sequence[Hit]) -> Signals:
    """Of a question and what was found for it, best first, at least one."""
    clauses = [hit.clause for hit in hits[:_CONSIDERED]]
    return Signals(hits[0].cosine, coverage(query, clauses))


def coverage(query: Query, clauses: Sequence[Clause]) -> float:
    """Share of the question's content words that stand together in one clause, in [0, 1].

    A word stands there too where a term does that policies use for it.
    """
    words = content_words(query.text)
    total = sum(map(len, words))
    grounds = [_ground(clause) for clause in clauses]
    held = max((sum(len(w) for w in words if _held(w, query, g)) for g in grounds), default=0)
    return held / total if total else 0.0


def _held(word: str, query: Query, ground: str) -> bool:
    return word in ground or any(
        word in synonym.wording and fold(synonym.term) in ground for synonym in query.synonyms
    )


def _kinds_missing(text: str, clauses: Sequence[Clause]) -> Iterator[str]:
    """The kinds of things that the question asks for and none of the clauses holds."""
    if counted := _COUNTED.search(text):
        unit = counted["unit"]
        units = f"[{_ANY_THING}家]" if unit in _ANY_THING else unit
        number = re.compile(rf"{_NUMBER}(?:余|多|万|亿)*{units}")
        if not any(number.search(clause.text) for clause in clauses):
            yield "数量"
    one = len(figures(text)) == 1
    for name, offered in _kinds(text):
        among = clauses[:1] if one and name in _FIGURES else clauses
        if not any(offered.search(clause.text) for clause in among):
            yield name


def _places_missing(text: str, hits: Sequence[Hit]) -> Iterator[str]:
    """The places that the question names and no clause does, unless its policy was issued there."""
    for place in places(text):
        if not any(issued_in(hit.policy, place) or place in _ground(hit.clause) for hit in hits):
            yield place


def _ground(clause: Clause) -> str:
    return _within(clause.trail, clause.text)


@lru_cache(maxsize=4096)
def _within(trail: tuple[str, ...], text: str) -> str:
    """A clause under its headings, folded; remembered, as many questions meet it."""
    return fold("".join((*trail, text)))


def _figures_missing(text: str, clauses: Sequence[Clause]) -> Iterator[str]:
    """The years and amounts that the question states and none of the clauses does.

    A year inside a title (《…2035年远景目标纲要》) dates that document, not a measure.
    """
    asked = _TITLED.sub("", text)
    if figures := [found for pattern in (_YEAR, _AMOUNT) for found in pattern.finditer(asked)]:
        ground = _TITLED.sub("", "".join(clause.text for clause in clauses))
        for found in figures:
            if found.group() not in ground:
                yield asked[found.start() :][: len(found.group()) + 1]
