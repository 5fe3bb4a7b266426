"""The page 问答: a chat."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr
from gradio.components.chatbot import ExampleMessage

from chatbot.chain import Chatbot
from chatbot.question import MAX_TURN, MAX_TURNS, Question, Turn
from index.errors import PolicyChatError
from index.library import Library
from ui.pages.examples import examples
from ui.pages.messages import Message, asked, failure, inline, messages

NAME = "政策问答"
CAUTION = "回答由程序依据政策原文生成，仅供参考，以原文为准。"
_KEPT = MAX_TURNS - 2
"""Turns handed on with the next question."""
_ECHOED = 2_000
"""Characters of a question that are shown back."""
_WELCOME = "### 想了解哪项政策？\n\n用平常的话提问即可。每个回答都摘自政策原文，并注明出处条款。"
Shown = list[dict[str, Any]]
"""The chat's messages, as Gradio holds them."""
Turns = tuple[Turn, ...]
Update = tuple[str, Shown, Turns]
"""What an event changes: input field, chat, turns so far."""


def masthead(library: Library) -> str:
    """Name of the product, and what it answers from."""
    heads = library.heads()
    name = f"《{inline(heads[0].name)}》" if len(heads) == 1 else ""
    loaded = f"已收录 <strong>{len(heads):,}</strong> 份政策文件{name}"
    link = '<a href="policies">查看政策原文</a>'
    return f'<div id="masthead"><h1>{NAME}</h1><p>{loaded}</p>{link}</div>'


@dataclass(frozen=True, slots=True)
class AskPage:
    """The events behind the page; it keeps nothing, a visitor's state is in the arguments."""

    chatbot: Chatbot

    def ask(self, text: str, shown: Shown, turns: Turns) -> Iterator[Update]:
        """Answer a typed question, piece by piece; an error leaves it in the input field."""
        if not text.strip():
            yield text, shown, turns
            return
        shown = [*shown, {"role": "user", "content": asked(text[:_ECHOED])}]
        yield "", shown, turns
        try:
            message = Message("", "")
            for message in self._messages(text, turns):
                yield "", [*shown, _said(message.shown)], turns
            turns = (*turns, Turn("user", text), Turn("assistant", message.text[:MAX_TURN]))
            yield "", [*shown, _said(message.shown)], turns[-_KEPT:]
        except PolicyChatError as error:
            yield text, [*shown, _said(failure(error))], turns

    def example(self, event: gr.SelectData, shown: Shown, turns: Turns) -> Iterator[Update]:
        """Answer the example question that was chosen."""
        yield from self.ask(event.value["text"], shown, turns)

    def clear(self) -> Update:
        """A new conversation."""
        return "", [], ()

    def refresh(self) -> tuple[str, gr.Chatbot]:
        """Header and examples for the policies that are loaded now."""
        return masthead(self.chatbot.library), gr.Chatbot(examples=self.examples())

    def examples(self) -> list[ExampleMessage]:
        """Questions to click."""
        return [ExampleMessage(text=question) for question in examples(self.chatbot.library)]

    def _messages(self, text: str, turns: Turns) -> Iterator[Message]:
        several = len(self.chatbot.library.heads()) > 1
        events = self.chatbot.events(Question(text, turns=turns))
        yield from messages(events, question=text, naming=several)


def ask_page(chatbot: Chatbot, blocks: gr.Blocks, header: gr.Markdown) -> None:
    """Put the page into the open Gradio context; `header` tells what is loaded."""
    page = AskPage(chatbot)
    chat = _chat(page.examples())
    field = _field()
    with gr.Row(elem_id="below"):
        gr.Markdown(CAUTION)
        new = gr.Button("新对话", size="sm", elem_id="new")
    changes = [field, chat, gr.State(())]
    on = partial(gr.on, show_progress="hidden", api_visibility="private")
    typed = on([field.submit], page.ask, changes, changes)
    chosen = on([chat.example_select], page.example, changes[1:], changes)
    on([new.click], page.clear, None, changes, cancels=[typed, chosen])
    on([blocks.load], page.refresh, None, [header, chat])


def _chat(questions: list[ExampleMessage]) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        elem_classes=["answers"],
        label="对话",
        show_label=False,
        buttons=[],
        placeholder=_WELCOME,
        examples=questions,
        latex_delimiters=[],
        height=None,
        autoscroll=False,
        container=False,
    )


def _field() -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label="问题",
        show_label=False,
        placeholder="请输入问题，按 Enter 提问",
        lines=1,
        max_lines=6,
        submit_btn="提问",
        autofocus=True,
    )


def _said(markdown: str) -> dict[str, Any]:
    return {"role": "assistant", "content": markdown}
