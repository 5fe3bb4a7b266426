"""A measure 措施 and the words of its clause that make it one."""

from dataclasses import dataclass
from functools import cached_property

from chatbot.measures.audience import Meant, meant
from chatbot.measures.fields import Field
from chatbot.measures.vocabulary import Term
from index.clause import Clause, Span


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

    @cached_property
    def text(self) -> str:
        """The measure's own words."""
        return self.span.of(self.clause.text)

    @cached_property
    def meant(self) -> tuple[Meant, ...]:
        """Whom its beneficiaries mean, each once; nobody where it names nobody."""
        return meant(self.beneficiaries, self.clause.text)

    @cached_property
    def about(self) -> tuple[Field, ...]:
        """Its fields, as a trade is held against them."""
        return tuple(Field.of(term, self.clause.text) for term in self.fields)
