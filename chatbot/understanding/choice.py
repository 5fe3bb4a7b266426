"""What is answered when we asked back which policy is meant → the question, complete."""

import re
from collections.abc import Sequence
from dataclasses import replace

from chatbot.question import MAX_QUESTION, Question, Turn
from index.clause import PolicyHead
from index.numerals import parse as parse_numeral
from index.query.script import simplified
from index.titles import key

ASKED_BACK = "请问是哪一份文件？"
"""How we ask; the talk's last turn shows by it that the question answers us."""

_AROUND = re.compile(
    r"我(?:问|要|想问|指|说)?的?|(?:那|这)(?:个|份|部)|[是选第吧呢啊的，。！!？?\s]"
)
_ORDINAL = re.compile(r"\s*第?([1-6１-６一二三四五六])\s*(?:个|份|部|项)?\s*[。！!]?\s*")


def unclear(question: Question) -> Question | None:
    """The user's question before, if we asked back what it means and this one may tell."""
    match question.turns:
        case (*earlier, Turn("user", asked), Turn("assistant", back)) if ASKED_BACK in back:
            text = simplified(asked.strip()[:MAX_QUESTION])
            return replace(question, text=text, turns=tuple(earlier)) if text else None
    return None


def chosen(text: str, candidates: Sequence[PolicyHead], choices: Sequence[str]) -> str | None:
    """The one of the choices that the text picks: 第二个, 北京市的, a policy's name."""
    if (ordinal := _ORDINAL.fullmatch(text)) and (number := parse_numeral(ordinal.group(1))):
        return choices[number - 1] if number <= len(choices) else None
    word = key(_AROUND.sub("", text))
    named = [
        choice
        for candidate, choice in zip(candidates, choices, strict=True)
        if word and word in key(candidate.name)
    ]
    return named[0] if len(named) == 1 else None
