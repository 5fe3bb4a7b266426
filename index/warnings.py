"""What looks odd in a policy that was read: values for the user, not log lines."""

import re
from collections.abc import Iterator
from itertools import pairwise

from index.clause import Clause, Kind, Policy

_NUMBERED = re.compile(r"([a-z]+)(\d+)(?:-(\d+))?(~\d+)?$")


def warnings(policy: Policy) -> Iterator[str]:
    """Whatever a person should look at before the policy is relied on."""
    yield from policy.warnings
    if not any(clause.unit for clause in policy.clauses):
        yield "没有识别出任何条款。"
    if policy.card.title is None:
        yield "没有识别出标题，暂以文件名代替。"
    yield from gaps(policy.clauses)


def gaps(clauses: tuple[Clause, ...]) -> Iterator[str]:
    """Where the articles of a policy are not numbered one after the other."""
    articles = [clause for clause in clauses if clause.kind is Kind.ARTICLE]
    for before, after in pairwise(articles):
        (first, first_sub), (second, second_sub) = _number(before), _number(after)
        follows = second == first + 1 and second_sub == 0
        inserted = second == first and second_sub == first_sub + 1
        if not (follows or inserted):
            yield f"条文编号不连续：{before.number}之后是{after.number}。"


def _number(clause: Clause) -> tuple[int, int]:
    match = _NUMBERED.match(clause.path[-1])
    return (int(match[2]), int(match[3] or 0)) if match else (0, 0)
