"""Answers that rest on no clause: refusals, not found, greetings."""

from collections.abc import Iterator, Sequence

from chatbot.answer import Quote, Statement
from chatbot.compose.extract import lead
from chatbot.evidence import Evidence
from chatbot.markdown import escape
from chatbot.understanding import Intent, Understanding
from chatbot.understanding.choice import ASKED_BACK
from index.clause import Hit, PolicyHead

_NEAREST = 3
"""Clauses shown as merely related."""
_LISTED = 5
"""Policies named when the user has to choose or wants to know what there is."""


def decline(evidence: Evidence, heads: Sequence[PolicyHead]) -> Iterator[Statement]:
    """Say why there is no answer, and what there is instead."""
    understanding = evidence.understanding
    if understanding.intent is Intent.ABUSE:
        yield Statement(
            "抱歉，这个请求不在服务范围内。本系统只依据已收录的政策文件回答问题，"
            "不代表任何机关作出承诺，也不提供系统内部信息。"
        )
    elif understanding.intent is Intent.GREETING:
        yield Statement(f"您好！我依据已收录的政策文件回答问题，并逐条注明出处。{_covered(heads)}")
    elif understanding.intent is Intent.FACT:
        yield Statement(_no_fact(evidence, heads))
    elif understanding.intent is Intent.REFERENCE:
        yield Statement(_no_clause(evidence, heads))
    else:
        yield from _nothing_found(evidence, heads)


def absent(understanding: Understanding) -> Iterator[Statement]:
    """Say which of several references lead nowhere, where others have an answer."""
    missing = [each.text for each in understanding.references if not each.clauses]
    if missing and understanding.intent is Intent.REFERENCE:
        yield Statement(f"（没有“{escape('、'.join(missing))}”。）\n\n")


def _nothing_found(evidence: Evidence, heads: Sequence[PolicyHead]) -> Iterator[Statement]:
    yield Statement(f"已收录的政策文件中没有找到能回答这个问题的内容。{_covered(heads)}\n\n")
    if evidence.hits:
        yield Statement("以下条款可能相关，但不构成对问题的回答：\n\n")
    for hit in evidence.hits[:_NEAREST]:
        where = lead(hit, evidence.understanding.policy)
        yield Statement(f"- {where}\n", (_opening(hit),))


def _no_fact(evidence: Evidence, heads: Sequence[PolicyHead]) -> str:
    if policy := evidence.understanding.policy:
        return f"《{escape(policy.name)}》没有载明这一信息。"
    return _which(evidence, heads)


def _no_clause(evidence: Evidence, heads: Sequence[PolicyHead]) -> str:
    policy = evidence.understanding.policy
    if policy is None:
        return _which(evidence, heads)
    name = escape(policy.name)
    asked = "、".join(reference.text for reference in evidence.understanding.references)
    numbers = [hit.clause.number.rstrip(".、．") for hit in evidence.hits]
    if not numbers:
        return f"《{name}》中没有“{escape(asked)}”。"
    existing = numbers[0] if len(numbers) == 1 else f"{numbers[0]}至{numbers[-1]}"
    return f"《{name}》中没有“{escape(asked)}”；同级条款为{existing}，共 {len(numbers)} 条。"


def _which(evidence: Evidence, heads: Sequence[PolicyHead]) -> str:
    """Ask back, with a complete question for each policy that may be meant."""
    called = escape(evidence.understanding.called)
    if not evidence.suggestions:
        missing = f"没有收录“{called}”。" if called else ""
        return f"{missing}{ASKED_BACK}{_covered(heads)}"
    like = f"名称与“{called}”相符或相近的有" if called else "可以这样问"
    choices = "\n".join(f"- {escape(choice)}" for choice in evidence.suggestions)
    return f"{ASKED_BACK}{like}：\n\n{choices}"


def _covered(heads: Sequence[PolicyHead]) -> str:
    names = "、".join(f"《{escape(head.name)}》" for head in heads[:_LISTED])
    more = f"等 {len(heads)} 份文件" if len(heads) > _LISTED else ""
    return f"目前收录：{names}{more}。" if heads else ""


def _opening(hit: Hit) -> Quote:
    return Quote(hit.policy, hit.clause, next(hit.clause.sentences()))
