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
from ui.pages.examples import examples
from ui.pages.header import masthead
from ui.pages.messages import Message, asked, failure, messages
from ui.pages.strings import Strings

_KEPT = MAX_TURNS - 2
"""Turns handed on with the next question."""
_ECHOED = 2_000
"""Characters of a question that are shown back."""
Shown = list[dict[str, Any]]
"""The chat's messages, as Gradio holds them."""
Turns = tuple[Turn, ...]
Update = tuple[str, Shown, Turns]
"""What an event changes: input field, chat, turns so far."""


@dataclass(frozen=True, slots=True)
class AskPage:
    """The events behind the page; it keeps nothing, a visitor's state is in the arguments."""

    chatbot: Chatbot
    say: Strings

    def ask(self, text: str, shown: Shown, turns: Turns) -> Iterator[Update]:
        """Answer a typed question, piece by piece; an error leaves it in the input field."""
        if not text.strip():
            yield text, shown, turns
            return
        shown = [*shown, {"role": "user", "content": asked(text[:_ECHOED])}]
        yield "", [*shown, _said(f'<p class="waiting">{self.say("ask.waiting")}</p>')], turns
        try:
            message = Message("", "")
            for message in self._messages(text, turns):
                yield "", [*shown, _said(message.shown)], turns
            turns = (*turns, Turn("user", text), Turn("assistant", message.text[:MAX_TURN]))
            yield "", [*shown, _said(message.shown)], turns[-_KEPT:]
        except PolicyChatError as error:
            yield text, [*shown, _said(failure(error, self.say))], turns

    def example(self, event: gr.SelectData, shown: Shown, turns: Turns) -> Iterator[Update]:
        """Answer the example question that was chosen."""
        yield from self.ask(event.value["text"], shown, turns)

    def clear(self) -> Update:
        """A new conversation."""
        return "", [], ()

    def refresh(self) -> tuple[str, gr.Chatbot]:
        """Header and examples for the policies that are loaded now."""
        return masthead(self.chatbot.library, self.say), gr.Chatbot(examples=self.examples())

    def examples(self) -> list[ExampleMessage]:
        """Questions to click."""
        return [ExampleMessage(text=question) for question in examples(self.chatbot.library)]

    def _messages(self, text: str, turns: Turns) -> Iterator[Message]:
        several = len(self.chatbot.library.heads()) > 1
        events = self.chatbot.events(Question(text, turns=turns))
        yield from messages(events, question=text, naming=several, say=self.say)


def ask_page(chatbot: Chatbot, say: Strings, blocks: gr.Blocks, header: gr.Markdown) -> None:
    """Put the page into the open Gradio context; `header` tells what is loaded."""
    page = AskPage(chatbot, say)
    chat = _chat(say, page.examples())
    field = _field(say)
    with gr.Row(elem_id="below"):
        gr.Markdown(say("ask.caution"))
        new = gr.Button(say("ask.new"), size="sm", elem_id="new")
    changes = [field, chat, gr.State(())]
    on = partial(gr.on, show_progress="hidden", api_visibility="private")
    typed = on([field.submit], page.ask, changes, changes)
    chosen = on([chat.example_select], page.example, changes[1:], changes)
    on([new.click], page.clear, None, changes, cancels=[typed, chosen])
    on([blocks.load], page.refresh, None, [header, chat])


def _chat(say: Strings, questions: list[ExampleMessage]) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        elem_classes=["answers"],
        label=say("ask.chat"),
        show_label=False,
        buttons=[],
        placeholder=f"## {say('ask.welcome')}\n\n{say('ask.invite')}",
        examples=questions,
        latex_delimiters=[],
        height=None,
        autoscroll=False,
        container=False,
    )


def _field(say: Strings) -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label=say("ask.question"),
        show_label=False,
        placeholder=say("ask.placeholder"),
        lines=1,
        max_lines=6,
        submit_btn=say("ask.submit"),
        autofocus=True,
    )


def _said(markdown: str) -> dict[str, Any]:
    return {"role": "assistant", "content": markdown}
