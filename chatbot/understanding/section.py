"""The sections of a policy that a question names by their titles: 保障措施, 丰富应用场景."""

import re
from collections.abc import Sequence

from index.clause import Clause
from index.tokens import fold, folded

_SHORTEST = 4
"""Characters of a title that a question can name without meaning something else."""
_IN = r"(?:这一?)?(?:个|一)?(?:部分|章|节|方面)?(?:之)?(?:里面?|中间?|内|下面?|上|关于|有关)"
_WHAT = (
    r"(?:这一?)?(?:个|一)?(?:部分|章|节)?(?:都|共|一共|总共|下面?|里面?|中|编了?)*(?:有|包括|包含|分为|是|分)?"
    r"(?:哪些|哪几|几[个条项点大]|多少[个条项]|什么|哪[三四五六七八九十]"
    r"|[一二三四五六七八九十\d]+[条项个点大]).{0,8}$"
)


_BARE = (
    r"^(?:请问?|列出|列一下|介绍|说说|讲讲|告诉我|一下|该|这|本|份|个|文件|政策|意见|全文|原文|中|里面?"
    r"|(?:一共|总共|共)?有?(?:几|多少|哪些|哪几)[条项个大]?|一共|总共|的|有关|关于|都|全部|所有|[\d一二三四五六七八九十、.．()（）])*$"
)
"""What may stand before a title that is asked for itself."""


def sections(text: str, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The sections whose titles stand in `text`, in the order in which it names them.

    A section is what has a title and is not quoted as a unit itself. Of titles that overlap the
    longest is meant.
    """
    asked = fold(text)
    named: dict[int, Clause] = {}
    taken = [False] * len(asked)
    for clause in sorted(_titled(clauses), key=lambda c: -len(c.title)):
        title = folded(clause.title)
        at = asked.find(title)
        if at >= 0 and not any(taken[at : at + len(title)]):
            taken[at : at + len(title)] = [True] * len(title)
            named[at] = clause
    return tuple(named[at] for at in sorted(named))


def asks_for_children(text: str, section: Clause) -> bool:
    """Whether what the section holds is asked for: 重点任务有哪些, 基本原则."""
    before, _, after = fold(text).partition(fold(section.title))
    if not re.search(_BARE, before):
        return False
    return not after.strip("？?。 ") or re.match(_WHAT, after) is not None


def asks_within(text: str, section: Clause) -> bool:
    """Whether something in the section is asked for: 保障措施里关于资金怎么说."""
    return re.match(_IN, fold(text).partition(fold(section.title))[2]) is not None


def below(clause: Clause, section: Clause) -> bool:
    """Whether a clause stands in a section, at any depth."""
    depth = len(section.path)
    return len(clause.path) > depth and clause.path[:depth] == section.path


def _titled(clauses: Sequence[Clause]) -> list[Clause]:
    return [c for c in clauses if not c.unit and c.number and len(c.title) >= _SHORTEST]
