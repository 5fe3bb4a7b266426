"""Which policy the talk is about."""

from collections.abc import Sequence

from chatbot.question import Question
from index.clause import PolicyHead
from index.tokens import fold


def subject(question: Question, heads: Sequence[PolicyHead]) -> PolicyHead | None:
    """The policy that the question, or the latest turn that names one, is about.

    A policy is named by its title, with or without 中华人民共和国, or by its document number.
    The only policy there is needs no naming. None where it is not clear.
    """
    if question.filters.policy_ids:
        heads = [head for head in heads if head.id in question.filters.policy_ids]
    if len(heads) == 1:
        return heads[0]
    for text in (question.text, *(turn.content for turn in reversed(question.turns))):
        if named := _named(fold(text), heads):
            return named
    return None


def _named(text: str, heads: Sequence[PolicyHead]) -> PolicyHead | None:
    """The policy with the longest name in `text`; of several versions the latest."""
    found = [(len(name), _version(head), head) for head in heads if (name := _name_in(text, head))]
    return max(found, key=lambda entry: entry[:2])[2] if found else None


def _name_in(text: str, head: PolicyHead) -> str:
    number = fold(head.card.number.value) if head.card.number else ""
    names = (number, fold(head.name), fold(head.name.removeprefix("中华人民共和国")))
    return max((name for name in names if name and name in text), key=len, default="")


def _version(head: PolicyHead) -> tuple[str, str]:
    return head.card.issued.value if head.card.issued else "", head.source_file
