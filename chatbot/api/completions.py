"""Questions and answers in the words of OpenAI's chat completions."""

import re
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from chatbot.answer import Citation
from chatbot.api.wire import CitationOut
from chatbot.markdown import escape
from chatbot.question import MAX_TURNS, Question, Turn

MODEL = "policy-chatbot"
"""The one model that there is."""

_FOOTNOTES = "\n\n依据：\n\n"
_MARK = re.compile(r"\[(\d+)\]")


@dataclass
class Refused(Exception):
    """A request that OpenAI's interface knows, and we cannot do.

    Attributes:
        param: place of what is wrong in the request.
        code: of OpenAI's, where it has one.
    """

    message: str
    param: str
    code: str
    status: int = 400


class _In(BaseModel):
    model_config = ConfigDict(strict=True)


class PartIn(_In):
    """A piece of a message."""

    type: str = Field(description="只接受 text")
    text: str = ""


class MessageIn(_In):
    """One message of the talk; what a system says is not followed."""

    role: Literal["system", "developer", "user", "assistant"] = Field(
        description="system、developer 的内容不起作用：答案只依据政策条款"
    )
    content: str | list[PartIn] | None = None

    def text(self, place: str) -> str:
        """What is said, without the footnotes that an answer of ours ended with.

        Raises:
            Refused: if it is more than text.
        """
        if not isinstance(self.content, list):
            return (self.content or "").partition(_FOOTNOTES + "[1] ")[0]
        for part in self.content:
            if part.type != "text":
                raise Refused(
                    f"不支持 {part.type[:60]} 类型的内容，请只发送文字（text）。",
                    place,
                    "unsupported_content_type",
                )
        return "".join(part.text for part in self.content).partition(_FOOTNOTES + "[1] ")[0]


class StreamOptionsIn(_In):
    """What a stream holds besides the answer."""

    include_usage: bool | None = None


def _nothing(value: object) -> bool:
    return not value


_UNSUPPORTED: dict[str, Callable[[object], bool]] = {
    "n": lambda value: value in (None, 1),
    "tools": _nothing,
    "functions": _nothing,
    "function_call": lambda value: value in (None, "none", "auto"),
    "tool_choice": lambda value: value in (None, "none", "auto"),
    "logprobs": _nothing,
    "top_logprobs": _nothing,
    "logit_bias": _nothing,
    "stop": _nothing,
    "response_format": lambda value: value in (None, {"type": "text"}),
    "modalities": lambda value: value in (None, ["text"]),
    "audio": _nothing,
    "prediction": _nothing,
    "web_search_options": lambda value: value is None,
}
"""What would change the answer → the values that ask for nothing."""


class CompletionIn(_In):
    """A chat completion request; parameters that change nothing here are ignored."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "model": MODEL,
                    "messages": [{"role": "user", "content": "中试平台有哪些支持措施"}],
                }
            ]
        },
    )

    model: str = Field(description=f"只有 {MODEL}")
    messages: list[MessageIn] = Field(description="对话，由早到晚；最后一条是问题")
    stream: bool | None = None
    stream_options: StreamOptionsIn | None = None

    def value(self) -> Question:
        """In the core's terms.

        Raises:
            Refused: if it asks for what we cannot do.
            BadQuestion: if the question cannot be worked on.
        """
        known_model(self.model)
        for name, harmless in _UNSUPPORTED.items():
            if not harmless((self.model_extra or {}).get(name)):
                raise Refused(f"不支持参数 {name}，请去掉后重试。", name, "unsupported_parameter")
        turns = [
            Turn(message.role, message.text(f"messages[{at}].content"))
            for at, message in enumerate(self.messages)
            if message.role in {"user", "assistant"}
        ]
        if not turns or turns[-1].role != "user":
            raise Refused("最后一条消息应当是用户（user）的问题。", "messages", "invalid_value")
        *before, asked = turns
        return Question(asked.content, tuple(before[-MAX_TURNS:]))

    @property
    def counted(self) -> bool:
        """Whether a stream is to end with the usage."""
        return bool(self.stream_options and self.stream_options.include_usage)


def known_model(name: str) -> None:
    """Refuse another model than ours.

    Raises:
        Refused: with status 404.
    """
    if name != MODEL:
        message = f"没有名为 {name[:60]!r} 的模型，请使用 {MODEL}。"
        raise Refused(message, "model", "model_not_found", status=404)


class UrlCitation(BaseModel):
    """A mark in the answer and what it stands for."""

    start_index: int = Field(description="标注（如 [1]）在 content 中的起点，按字符计")
    end_index: int = Field(description="标注在 content 中的终点，不含")
    title: str = Field(description="规范引用格式：《标题》（文号）四、（六）14")
    url: str = Field(description="政策的原文链接；没有时为条款的接口地址")


class Annotation(BaseModel):
    """An annotation of the answer."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class MessageOut(BaseModel):
    """The answer."""

    role: Literal["assistant"] = "assistant"
    content: str = Field(description="Markdown，依据以 [1][2] 标注，文末逐条列出")
    refusal: None = None
    annotations: list[Annotation]
    citations: list[CitationOut] = Field(description="依据，与 /v1/ask 的 citations 相同")


class ChoiceOut(BaseModel):
    """The only choice."""

    index: Literal[0] = 0
    message: MessageOut
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class UsageOut(BaseModel):
    """Tokens; none are counted, because most answers need no language model."""

    prompt_tokens: Literal[0] = 0
    completion_tokens: Literal[0] = 0
    total_tokens: Literal[0] = 0


class _Head(BaseModel):
    id: str = Field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = Field(default_factory=lambda: int(time.time()), description="Unix 时间，单位秒")
    model: Literal["policy-chatbot"] = "policy-chatbot"


class CompletionOut(_Head):
    """A chat completion."""

    object: Literal["chat.completion"] = "chat.completion"
    choices: list[ChoiceOut]
    usage: UsageOut = Field(default_factory=UsageOut, description="不计 token，各项恒为 0")


class Chunks(_Head):
    """The chunks of one streamed completion.

    Attributes:
        counted: whether the last of them holds the usage.
    """

    counted: bool

    def delta(self, finish_reason: str | None = None, **delta: object) -> dict[str, Any]:
        """A piece of the message."""
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return self._chunk([choice])

    def usage(self) -> dict[str, Any]:
        """The chunk after the last piece."""
        return self._chunk([]) | {"usage": UsageOut().model_dump()}

    def _chunk(self, choices: list[dict[str, Any]]) -> dict[str, Any]:
        head = self.model_dump(include={"id", "created", "model"})
        usage = {"usage": None} if self.counted else {}
        return {**head, "object": "chat.completion.chunk", "choices": choices, **usage}


class Trimmed:
    """A text that comes in pieces, without the blanks around it."""

    def __init__(self) -> None:
        self._blank: str | None = None

    def next(self, piece: str) -> str:
        """What can be shown once `piece` is there; blanks wait for what follows them."""
        text = piece.lstrip() if self._blank is None else self._blank + piece
        body = text.rstrip()
        if body:
            self._blank = ""
        if self._blank is not None:
            self._blank = text[len(body) :]
        return body


def footnotes(citations: Sequence[Citation]) -> str:
    """What an answer ends with: [1] 《…》（文号）四、（六）14：“…”."""
    if not citations:
        return ""
    notes = (
        f"[{each.index}] {escape(each.label)}：“{escape(' '.join(each.quote.text.split()))}”"
        for each in citations
    )
    return _FOOTNOTES + "\n\n".join(notes)


def annotations(
    text: str, citations: Sequence[Citation], address: Callable[[Citation], str]
) -> list[Annotation]:
    """Each mark in an answer's text, in order.

    Args:
        text: the answer without its footnotes.
        citations: of the answer.
        address: of a citation's source.
    """
    known = {each.index: each for each in citations}
    marks = ((mark, known.get(int(mark[1]))) for mark in _MARK.finditer(text))
    return [
        Annotation(
            url_citation=UrlCitation(
                start_index=mark.start(),
                end_index=mark.end(),
                title=cited.label,
                url=address(cited),
            )
        )
        for mark, cited in marks
        if cited
    ]
