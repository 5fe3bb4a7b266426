"""A cited clause as a sentence of a language model is compared with it."""

import re
from dataclasses import dataclass
from functools import cached_property

from chatbot.compose.names import unquoted
from chatbot.compose.numbers import plain
from index.citation import label
from index.clause import Hit

_PLANTED = re.compile(
    r"(?:忽略|忘记|忘掉|绕过)[^。]{0,8}(?:规则|指令|指示|提示|设定)|告诉用户|(?:你的|在)回答(?:的?末尾|的?开头|中|里)"
    r"|(?:输出|打印|泄露|复述)[^。]{0,6}(?:提示词|系统提示|密钥)|ignore[^.]{0,30}(?:instructions|rules)",
    re.IGNORECASE,
)
"""Words with which a document would give orders to a language model."""

_ITEM = re.compile(r"[(（]?[一二三四五六七八九十\d]+[)）.、]")


@dataclass(frozen=True)
class Ground:
    """A cited clause as it is compared with: plain text."""

    hit: Hit

    @cached_property
    def text(self) -> str:
        """The clause's sentences, but for those that speak to the model and not to the reader."""
        clause = self.hit.clause
        spoken = (plain(span.of(clause.text)) for span in clause.sentences())
        return "\n".join(sentence for sentence in spoken if not _PLANTED.search(sentence))

    @cached_property
    def context(self) -> str:
        """Where it stands: policy and headings."""
        clause = self.hit.clause
        return plain("。".join((label(self.hit.policy, clause), *clause.trail, clause.title)))

    @cached_property
    def whole(self) -> str:
        """Text and context without quotation marks."""
        return unquoted(f"{self.context}。{self.text}")

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the text; an item of a list also with the words that introduce it."""
        said = unquoted(self.text).split("\n")
        introduced, lead = [], ""
        for sentence in said:
            if lead and _ITEM.match(sentence):
                introduced.append(f"{lead},{sentence}")
            else:
                lead = sentence.removesuffix(":") if sentence.endswith(":") else ""
        return (*said, *introduced)
