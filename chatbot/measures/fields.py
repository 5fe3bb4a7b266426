"""The fields of technology or trade that a measure names, and whether an organisation is in one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.measures.audience import Verdict
from chatbot.measures.vocabulary import Term
from index.clause import Span
from index.tokens import folded
from index.words import content_words

COMMON = frozenset(
    {"智能", "技术", "产业", "装备", "产品", "制造", "系统", "设备", "未来", "应用", "企业", "研发"}
)
"""Words that two fields may share without being near."""
_BROAD = re.compile(r"^(?:未来|前沿|新兴|战略性|传统|重点|高端装备|制造业|产业|新技术|新产品)")
"""Fields so wide that not to be named in them excludes nobody."""


@dataclass(frozen=True, slots=True)
class Trade:
    """What an organisation makes, as fields are held against it; all is folded but `also`.

    Attributes:
        own: its own description; "" where it gives none.
        words: those of it that tell one field from another.
        also: what policies may call it.
    """

    own: str
    words: frozenset[str]
    also: tuple[str, ...]

    @classmethod
    def of(cls, description: str, also: Sequence[str] = ()) -> "Trade":
        """The trade that a description gives."""
        return cls(folded(description), _telling(description), tuple(also))


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a measure names.

    Attributes:
        name: in the vocabulary.
        span: of the clause's words for it.
        called: the name and those words, folded.
        broad: so wide that it excludes nobody.
        words: those of both that tell one field from another.
    """

    name: str
    span: Span
    called: tuple[str, ...]
    broad: bool
    words: frozenset[str]

    @classmethod
    def of(cls, term: Term, text: str) -> "Field":
        """The field that a term of a clause's text names."""
        called = (folded(term.name), folded(term.span.of(text)))
        broad = any(_BROAD.match(each) for each in called)
        return cls(term.name, term.span, called, broad, _telling(" ".join(called)))

    def standing(self, trade: Trade) -> Verdict | None:
        """Whether a trade is in the field; None where that excludes nobody."""
        if trade.own and any(each in trade.own or trade.own in each for each in self.called):
            return Verdict.MET
        if self.broad:
            return None
        if not trade.own or self._may_be(trade.also):
            return Verdict.UNKNOWN
        return Verdict.NOT_MET if self.words.isdisjoint(trade.words) else Verdict.UNKNOWN

    def _may_be(self, also: Sequence[str]) -> bool:
        return any(each in other or other in each for each in self.called for other in also)


def _telling(text: str) -> frozenset[str]:
    return frozenset(word for word in content_words(text) if len(word) > 1) - COMMON
