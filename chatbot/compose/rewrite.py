"""A follow-up with the turns before it → a question that stands alone, by a language model."""

import logging
import re
import secrets

from langchain_core.language_models import BaseChatModel

from chatbot.asker import awaited
from chatbot.compose import names, numbers
from chatbot.compose.failures import FAILURES, reason
from chatbot.compose.numbers import plain
from chatbot.question import Question
from prompts import load

_LOG = logging.getLogger(__name__)
_TURNS = 6
"""Turns that the model sees, the latest."""
_TURN = 400
"""Characters of each of them."""
_LONGEST = 80
"""Characters of a question that somebody might have asked."""
_NOVEL = 0.25
"""Share of its characters that neither question nor history has."""
_WRITTEN = re.compile(r"[\u3400-\u9fff\u3007a-zA-Z0-9\s.,:;!?()%+/\"'~·、。《》〔〕“”‘’-]+")
_ORDER = re.compile(r"忽略|提示词|系统提示|指令|规则|扮演|你是|你现在|输出|ignore", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")


def rewrite(question: Question, fallback: str, model: BaseChatModel) -> str:
    """The question as the model completes it from the turns before; `fallback` where that is risky.

    The model is not asked where there are no turns before. What it writes is taken only if it is
    one short line that keeps the numbers of the question and adds no number, name or order that
    neither the question nor the turns hold.
    """
    if not question.turns:
        return fallback
    try:
        written = awaited(model.ainvoke(_messages(question))).text.strip()
    except FAILURES as error:
        _LOG.warning("the language model did not complete a question: %s", reason(error))
        return fallback
    return written if _is_sound(written, question) else fallback


def _messages(question: Question) -> list[tuple[str, str]]:
    speakers = {"user": "用户", "assistant": "助手"}
    history = "\n".join(
        f"{speakers[turn.role]}：{' '.join(turn.content[:_TURN].split())}"
        for turn in question.turns[-_TURNS:]
    )
    return load("rewrite").render(key=secrets.token_hex(8), history=history, question=question.text)


def _is_sound(written: str, question: Question) -> bool:
    said = plain("\n".join((question.text, *(turn.content for turn in question.turns))))
    text, own = plain(written), plain(question.text)
    return (
        0 < len(written) <= max(_LONGEST, len(question.text))
        and "\n" not in written
        and _WRITTEN.fullmatch(text) is not None
        and all(order in own for order in _ORDER.findall(text))
        and _adds_nothing(text, said)
        and set(numbers.numbers(own)) <= set(numbers.numbers(text))
        and set(numbers.dates(own)) <= set(numbers.dates(text))
        and names.latin(own) <= names.latin(text)
    )


def _adds_nothing(text: str, said: str) -> bool:
    named = (
        *names.bodies(text),
        *names.others(text),
        *names.things(numbers.without(text)),
        *(names.quotations(text) or ()),
    )
    novel = [char for char in _HAN.findall(text) if char not in said]
    return (
        names.quotations(text) is not None
        and all(name in said for name in named)
        and names.latin(text) <= names.latin(said)
        and set(numbers.numbers(text)) <= set(numbers.numbers(said))
        and all(any(d.within(o) for o in numbers.dates(said)) for d in numbers.dates(text))
        and len(novel) <= _NOVEL * len(text)
    )
