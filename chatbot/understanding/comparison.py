"""Which places of one policy a question wants compared: two years, two sections, two subjects."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.understanding.section import sections
from index.clause import Clause

_COMPARE = re.compile(r"对比|比较|相比|区别|差别|差异|不同|异同|有什么变化|有何变化|分别")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|[和与跟到、，比]|$)")
_TITLED = re.compile(r"《[^》]*》")
_BOTH = 2
"""Things that a comparison by subjects has."""
_AND = re.compile(r"[和与跟及、]|(?<![不异共])同(?!步|时)")
_ASIDE = re.compile(
    rf"请|一下|{_COMPARE.pattern}|之间|相互|分别|各|里面?|中的?|关于|对于|对|的?表述|的?要求|的?规定"
    r"|的?内容|在?哪一?[条里处]|有什么|有何|有哪些|哪些|什么|怎么|如何|是|的|在|这?两[个者项条]|[？?。，,]"
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared.

    Attributes:
        name: as the question calls it.
        text: what is looked for on this side.
        section: where it is looked for; None for the whole policy.
    """

    name: str
    text: str
    section: Clause | None = None


def sides(text: str, clauses: Sequence[Clause]) -> tuple[Side, ...]:
    """What the question wants compared, at least two; none where it compares nothing."""
    asked = _TITLED.sub("", text)
    if not _COMPARE.search(asked):
        return ()
    years = tuple(dict.fromkeys(_YEAR.findall(asked)))
    if len(years) > 1:
        return tuple(Side(f"{year}年", _with_year(asked, year)) for year in years)
    named = sections(asked, clauses)
    if len(named) > 1:
        topic = _topic(asked, named)
        return tuple(Side(section.title, topic or section.title, section) for section in named)
    return _subjects(asked) if not named else ()


def _with_year(text: str, year: str) -> str:
    """The question with only one of its years: 到2025年的目标."""
    rest = _COMPARE.sub("", _YEAR.sub("", text))
    return f"到{year}年{re.sub(r'[和与跟、，年到比]+', ' ', rest)}"


def _topic(text: str, named: Sequence[Clause]) -> str:
    for section in named:
        text = text.replace(section.title, " ")
    return " ".join(_AND.sub(" ", _ASIDE.sub(" ", text)).split())


def _subjects(text: str) -> tuple[Side, ...]:
    """A和B有什么区别: the two names before or after the word that compares."""
    if not re.search(r"对比|比较|区别|差别|差异|不同|异同|分别在", text):
        return ()
    pieces = ("".join(_ASIDE.sub(" ", piece).split()) for piece in _AND.split(text))
    named = [piece for piece in pieces if piece]
    return tuple(Side(name, name) for name in named) if len(named) == _BOTH else ()
