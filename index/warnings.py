"""What looks odd in a policy that was read: values for the user, not log lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from unicodedata import normalize

from index.clause import Clause, Kind, Policy
from index.numerals import CHARACTERS, chinese, parse

_NUMBERED = re.compile(r"([a-z]+)(\d+)(?:-(\d+))?(~\d+)?$")
_BELOW_ARTICLES = "hknm"
"""Letters of the path: 一、 （一） 1. （1）."""
_NUMERAL = re.compile(rf"[{CHARACTERS}]+")
_BLANKS = re.compile(r"\s")
_BOX_NUMBER = r"\s*([0-9０-９]{1,2}(?![0-9０-９])|[一二三四五六七八九十]{1,3})"
# A box 专栏 is read as rows of a table or as lines of its own, its name first: 任务专栏1 重点工程.
_BOX = re.compile(
    r"(?:^|\|)[\s#*>【]*(?:专栏|(?!.{0,3}[见如])[\u4e00-\u9fff]{1,4}专栏(?=[^\n|，。；]*(?:$|\|)))"
    rf"(?:{_BOX_NUMBER})?",
    re.MULTILINE,
)
# Newspapers have 专栏, too; and 《规划》专栏1 is another policy's.
_BOX_NAMED = re.compile(rf"(?:(?<![》”])专栏(?=\s*[0-9０-９])|[见如（(]\s*专栏){_BOX_NUMBER}")
_SEE_BOX = re.compile(r"(?:见|如)(?:下列|以下|下|本)?专栏(?:[）)，。；、]|所)")


def warnings(policy: Policy) -> Iterator[str]:
    """Whatever a person should look at before the policy is relied on."""
    yield from policy.warnings
    if not any(clause.unit for clause in policy.clauses):
        yield "没有识别出任何条款。"
    if policy.card.title is None:
        yield "没有识别出标题，暂以文件名代替。"
    yield from gaps(policy.clauses)
    yield from _missing_boxes(policy.text)


def gaps(clauses: Sequence[Clause]) -> Iterator[str]:
    """Where clauses are not numbered one after the other: articles, and what stands below."""
    articles = [clause for clause in clauses if clause.kind is Kind.ARTICLE]
    for before, after in pairwise(articles):
        (first, first_sub), (second, second_sub) = _number(before), _number(after)
        follows = second == first + 1 and second_sub == 0
        inserted = second == first and second_sub == first_sub + 1
        if not (follows or inserted):
            yield f"条文编号不连续：{before.number}之后是{after.number}。"
    for before, after in _siblings(clauses):
        left_out = range(_number(before)[0] + 1, _number(after)[0])
        if any(not _is_inside(before, ordinal) for ordinal in left_out):
            yield f"编号不连续：{before.reference}之后是{after.number.rstrip('.．、')}。"


def _number(clause: Clause) -> tuple[int, int]:
    match = _NUMBERED.match(clause.path[-1])
    return (int(match[2]), int(match[3] or 0)) if match else (0, 0)


def _siblings(clauses: Sequence[Clause]) -> Iterator[tuple[Clause, Clause]]:
    """Clauses below articles and those that follow them, of one parent and one way to number."""

    def kind(clause: Clause) -> tuple[str, str]:
        return clause.parent or "", clause.path[-1][0]

    below = [c for c in clauses if c.number and c.path[-1][0] in _BELOW_ARTICLES]
    for _, alike in groupby(sorted(below, key=kind), kind):
        yield from pairwise(alike)


def _is_inside(clause: Clause, ordinal: int) -> bool:
    """Whether a number of the same form stands in the middle of a line: （四）甲；（五）乙。"""
    numeral = str(ordinal) if re.search(r"\d", clause.number) else chinese(ordinal)
    written = _NUMERAL.sub(numeral, clause.number)
    return _bare(written) in _bare(clause.text)


def _bare(text: str) -> str:
    return _BLANKS.sub("", normalize("NFKC", text))


def _missing_boxes(text: str) -> Iterator[str]:
    """Boxes 专栏 that the text names and does not hold: in many a file they are pictures."""
    boxes = list(_BOX.finditer(text))
    held = {parse(box[1]) for box in boxes if box[1]}
    named = {parse(mention[1]) for mention in _BOX_NAMED.finditer(text)}
    counted = range(1, max((number for number in held if number), default=0))
    if missing := sorted(number for number in {*named, *counted} - held if number):
        listed = "、".join(f"专栏{number}" for number in missing)
        yield f"没有找到{listed}，可能是原文件中的图片，没有读入。"
    elif not boxes and _SEE_BOX.search(text):
        yield "文中说见专栏，却没有找到专栏，可能是原文件中的图片，没有读入。"
