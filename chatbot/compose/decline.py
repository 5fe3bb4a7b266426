"""Answers that rest on no clause: refusals, not found, greetings."""

import re
from collections.abc import Iterator, Sequence

from chatbot.answer import Outcome, Quote, Statement
from chatbot.compose.clauses import lead
from chatbot.compose.passage import passage, weights
from chatbot.evidence import Evidence
from chatbot.markdown import blockquote, escape
from chatbot.understanding import Intent, Understanding
from chatbot.understanding.choice import ASKED_BACK
from chatbot.understanding.facts import Fact
from index.clause import Hit, Kind, PolicyHead
from index.edition import Policies

_NEAREST = 3
"""Clauses shown as merely related."""
_LISTED = 5
"""Policies named when the user has to choose or wants to know what there is."""
_CLAIM = re.compile(
    r"(?:对|是|没错|属实)(?:吧|吗|么)|是不是|是否|请确认|确认一下|听说|据说|有人说"
    r"|(?:文件|政策|意见|里面?|中)(?:里|中|已经?|明确)*(?:说|规定|要求|写|提到)"
)
"""The question states something and wants it confirmed."""


def decline(evidence: Evidence, library: Policies) -> Iterator[Statement | Outcome]:
    """Say why there is no answer, and what there is instead."""
    understanding = evidence.understanding
    if understanding.intent is Intent.ABUSE:
        yield Statement(
            "抱歉，这个请求不在服务范围内。本系统只依据已收录的政策文件回答问题，"
            "不代表任何机关作出承诺，也不提供系统内部信息。"
        )
    elif understanding.intent is Intent.GREETING:
        covered = _covered(library)
        yield Statement(f"您好！我依据已收录的政策文件回答问题，并逐条注明出处。{covered}")
    elif understanding.intent is Intent.FACT:
        yield Statement(_no_fact(evidence, library))
    elif understanding.intent is Intent.REFERENCE:
        yield Statement(_no_clause(evidence, library))
    else:
        yield from _nothing_found(evidence, library)
    yield Outcome(evidence.status, suggestions=evidence.suggestions)


def absent(understanding: Understanding) -> Iterator[Statement]:
    """Say which of several references lead nowhere, where others have an answer."""
    missing = [each.text for each in understanding.references if not each.clauses]
    if missing and understanding.intent is Intent.REFERENCE:
        yield Statement(f"（没有“{escape('、'.join(missing))}”。）\n\n")


def _nothing_found(evidence: Evidence, library: Policies) -> Iterator[Statement]:
    """What is missing, and the nearest clauses as no more than that."""
    understanding = evidence.understanding
    lacking = "、".join(escape(each) for each in evidence.missing)
    claimed = bool(_CLAIM.search(understanding.text)) and bool(evidence.hits)
    if claimed and lacking:
        yield Statement(f"不能确认：已收录的政策文件中没有关于{lacking}的规定。")
    elif lacking:
        yield Statement(f"已收录的政策文件中没有写明{lacking}，不能回答这个问题。")
    else:
        yield Statement("已收录的政策文件中没有找到能回答这个问题的内容。")
    yield Statement(f"{_covered(library)}\n\n")
    nearest = evidence.hits[:_NEAREST]
    if claimed:
        yield from _correction(nearest[0], understanding.text, understanding.policy)
        nearest = nearest[1:]
    if nearest:
        yield Statement("以下条款可能相关，但不构成对问题的回答：\n\n")
    for hit in nearest:
        yield Statement(f"- {lead(hit, understanding.policy)}", (_opening(hit),), "\n")


def _correction(hit: Hit, text: str, about: PolicyHead | None) -> Iterator[Statement]:
    """What the policy does say of it."""
    quote = Quote(hit.policy, hit.clause, passage(hit.clause, weights(text, text, [hit.clause])))
    yield Statement(f"最接近的原文（{lead(hit, about)}）", (quote,), "：\n\n")
    yield Statement(f"{blockquote(quote.text)}\n\n")


def _no_fact(evidence: Evidence, library: Policies) -> str:
    if policy := evidence.understanding.policy:
        asked = evidence.understanding.fact
        if asked and asked.fact is Fact.VALIDITY:
            silent = "有效期" if policy.card.effective else "施行日期或有效期"
            return (
                f"《{escape(policy.name)}》没有写明{silent}，"
                "已收录的政策文件中也没有修订或废止它的规定。"
            )
        return f"《{escape(policy.name)}》没有载明这一信息。"
    return _which(evidence, library)


def _no_clause(evidence: Evidence, library: Policies) -> str:
    policy = evidence.understanding.policy
    if policy is None:
        return _which(evidence, library)
    name = escape(policy.name)
    asked = "、".join(reference.text for reference in evidence.understanding.references)
    numbers = [hit.clause.number.rstrip(".、．") for hit in evidence.hits]
    if not numbers:
        return f"《{name}》中没有“{escape(asked)}”。"
    existing = numbers[0] if len(numbers) == 1 else f"{numbers[0]}至{numbers[-1]}"
    return f"《{name}》中没有“{escape(asked)}”；同级条款为{existing}，共 {len(numbers)} 条。"


def _which(evidence: Evidence, library: Policies) -> str:
    """Ask back, with a complete question for each policy that may be meant."""
    called = escape(evidence.understanding.called)
    if not evidence.suggestions:
        missing = f"没有收录“{called}”。" if called else ""
        return f"{missing}{ASKED_BACK}{_covered(library)}"
    like = f"名称与“{called}”相符或相近的有" if called else "可以这样问"
    choices = "\n".join(f"- {escape(choice)}" for choice in evidence.suggestions)
    return f"{ASKED_BACK}{like}：\n\n{choices}"


def _covered(library: Policies) -> str:
    """What there is: the policies, and of a single one its parts."""
    heads = library.heads()
    names = "、".join(f"《{escape(head.name)}》" for head in heads[:_LISTED])
    more = f"等 {len(heads)} 份文件" if len(heads) > _LISTED else ""
    parts = _parts(library, heads[0]) if len(heads) == 1 else ()
    held = f"，内容包括{'、'.join(map(escape, parts))}" if parts else ""
    return f"目前收录：{names}{more}{held}。" if heads else ""


def _parts(library: Policies, head: PolicyHead) -> Sequence[str]:
    top = (Kind.HEADING1, Kind.BOOK, Kind.CHAPTER)
    clauses = library.policy(head.id).clauses
    return [clause.title for clause in clauses if clause.kind in top and clause.title][:_LISTED]


def _opening(hit: Hit) -> Quote:
    return Quote(hit.policy, hit.clause, next(hit.clause.sentences()))
