"""A measure 措施 and the words of its clause that make it one."""

from dataclasses import dataclass
from functools import cached_property

from index.clause import Clause, Span


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a vocabulary, and where the clause says it.

    Attributes:
        name: the entry's name in the vocabulary: 中小企业.
        span: of the words that stand for it in `clause.text`: “小巨人”企业.
    """

    name: str
    span: Span


@dataclass(frozen=True)
class Measure:
    """One thing that a clause has someone do: a sentence or a part of one.

    Every span is in `clause.text`.

    Attributes:
        span: the measure's own words.
        action: what is done: 支持, 鼓励, 建设, 引导, 遴选, 实施….
        actors: who acts; empty where the clause does not say.
        beneficiaries: who benefits, or is called upon: 中小企业, 高校院所, 地方….
        instruments: by what means: 资金, 平台, 场景, 标准与专利, 人才….
        fields: of technology or trade: 人形机器人, 量子信息….
        conditions: under which it holds: 结合产业基础和资源禀赋, 有条件的地区.
    """

    clause: Clause
    span: Span
    action: Term
    actors: tuple[Term, ...] = ()
    beneficiaries: tuple[Term, ...] = ()
    instruments: tuple[Term, ...] = ()
    fields: tuple[Term, ...] = ()
    conditions: tuple[Span, ...] = ()

    def __hash__(self) -> int:
        return hash((self.clause.id, self.span))  # the whole clause tells no more

    @cached_property
    def text(self) -> str:
        """The measure's own words."""
        return self.span.of(self.clause.text)
