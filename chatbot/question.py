"""What goes in: a question with the turns before it, and the limits it must keep."""

import re
from dataclasses import dataclass
from typing import Literal

from chatbot.errors import BadQuestion
from index.filters import Filters

MAX_QUESTION = 2_000
"""Characters of one question."""
MAX_TURNS = 50
"""Turns of history."""
MAX_TURN = 20_000
"""Characters of one turn of history: an answer may quote whole clauses."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the talk so far."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the user put it.

    Raises:
        BadQuestion: if it is blank, too long, or holds control characters.
    """

    text: str
    turns: tuple[Turn, ...] = ()
    filters: Filters = Filters()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise BadQuestion(
                "问题是空的。", hint="请输入要查询的内容，例如“中试平台有哪些支持措施”。"
            )
        if len(self.text) > MAX_QUESTION:
            raise BadQuestion(
                f"问题有 {len(self.text):,} 个字符，超过上限 {MAX_QUESTION:,}。",
                hint="请缩短问题，或分几次提问。",
            )
        if len(self.turns) > MAX_TURNS:
            raise BadQuestion(
                f"历史对话有 {len(self.turns)} 条，超过上限 {MAX_TURNS}。",
                hint=f"请只保留最近的 {MAX_TURNS} 条。",
            )
        for turn in self.turns:
            if len(turn.content) > MAX_TURN:
                raise BadQuestion(
                    f"一条历史对话有 {len(turn.content):,} 个字符，超过上限 {MAX_TURN:,}。",
                    hint="请删减历史对话。",
                )
        for text in (self.text, *(turn.content for turn in self.turns)):
            _refuse_control_characters(text)


def _refuse_control_characters(text: str) -> None:
    if found := _CONTROL.search(text):
        raise BadQuestion(
            f"第 {found.start() + 1} 个字符是控制字符 U+{ord(found.group()):04X}。",
            hint="请删除控制字符后重新提问。",
        )
