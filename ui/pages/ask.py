"""The page 问答: a chat, and the talks before it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr
from gradio.components.chatbot import ExampleMessage

from chatbot.answer import Event
from chatbot.chain import Chatbot
from chatbot.question import MAX_TURN, MAX_TURNS, Question, Turn
from chatbot.records.answers import Answers
from index.errors import PolicyChatError
from ui.pages import history
from ui.pages.examples import examples
from ui.pages.header import masthead
from ui.pages.history import Talk
from ui.pages.messages import Message, asked, failure, messages, tools
from ui.pages.strings import Strings

_KEPT = MAX_TURNS - 2
"""Turns handed on with the next question."""
_ECHOED = 2_000
"""Characters of a question that are shown back."""
_STORED = "policy-chatbot-talks"
"""Where the browser keeps its talks; Gradio encrypts them with a key that stands in the page."""
Shown = list[dict[str, Any]]
"""The chat's messages, as Gradio holds them."""
Turns = tuple[Turn, ...]
Update = tuple[str | dict[str, Any], Shown, Turns, Talk]
"""What an event changes: input field, chat, turns so far, the talk's answers."""
Stored = list[dict[str, Any]]
"""The talks, as the browser stores them."""
_NEW = Talk()
_LEFT = gr.skip()
"""The input field as it is: whoever waits may be typing the next question."""


@dataclass(frozen=True, slots=True)
class AskPage:
    """The events behind the page; it keeps nothing, a visitor's state is in the arguments."""

    chatbot: Chatbot
    answers: Answers
    say: Strings

    def ask(self, text: str, shown: Shown, turns: Turns, talk: Talk) -> Iterator[Update]:
        """Answer a typed question, piece by piece; an error leaves it in the input field."""
        if not text.strip():
            yield text, shown, turns, talk
            return
        shown = [*shown, _asked(text)]
        waiting = f'<p class="waiting">{self.say("ask.waiting")}</p>'
        yield "", [*shown, _said(waiting)], turns, talk
        try:
            message = Message("", "")
            for message in self._messages(text, turns):
                yield _LEFT, [*shown, _said(message.shown)], turns, talk
            turns = (*turns, Turn("user", text), Turn("assistant", message.text[:MAX_TURN]))
            talk = talk.longer(text, message.id)
            yield _LEFT, [*shown, _said(self._whole(message))], turns[-_KEPT:], talk
        except PolicyChatError as error:
            yield text, [*shown, _said(failure(error, self.say))], turns, talk

    def example(
        self, event: gr.SelectData, shown: Shown, turns: Turns, talk: Talk
    ) -> Iterator[Update]:
        """Answer the example question that was chosen."""
        yield from self.ask(event.value["text"], shown, turns, talk)

    def clear(self) -> Update:
        """A new talk."""
        return "", [], (), _NEW

    def refresh(self, stored: Stored) -> tuple[str, gr.Chatbot, gr.Radio]:
        """Header and examples for the policies that are loaded now, and the talks before."""
        head = masthead(self.chatbot.library, self.say)
        return head, gr.Chatbot(examples=self.examples()), self._list(history.read(stored))

    def remember(self, talk: Talk, stored: Stored) -> tuple[Stored, gr.Radio]:
        """Have the browser remember a talk."""
        talks = history.with_first(talk, history.read(stored))
        return history.written(talks), self._list(talks, talk)

    def reopen(self, chosen: str, stored: Stored) -> Update:
        """A talk as it was, to go on with."""
        talks = (talk for talk in history.read(stored) if talk.id == chosen)
        talk = next(talks, _NEW)
        shown: Shown = []
        turns: list[Turn] = []
        for question, answer in history.given(talk, self.answers, self.chatbot.library):
            *_, message = self._read(history.events(answer), question)
            shown += [_asked(question), _said(self._whole(message))]
            turns += [Turn("user", question), Turn("assistant", answer.text[:MAX_TURN])]
        if not shown:
            shown = [_said(f'<div class="notice failed">\n\n{self.say("history.gone")}\n\n</div>')]
        return "", shown, tuple(turns[-_KEPT:]), talk

    def forget(self, talk: Talk, stored: Stored) -> tuple[Stored, gr.Radio]:
        """Have the browser forget a talk."""
        talks = history.without(talk, history.read(stored))
        return history.written(talks), self._list(talks)

    def examples(self) -> list[ExampleMessage]:
        """Questions to click."""
        return [ExampleMessage(text=question) for question in examples(self.chatbot.library)]

    def _list(self, talks: Sequence[Talk], current: Talk = _NEW) -> gr.Radio:
        named = [(talk.title or self.say("history.untitled"), talk.id) for talk in talks]
        info = None if named else self.say("history.none")
        return gr.Radio(named, value=current.id if current.answers else None, info=info)

    def _messages(self, text: str, turns: Turns) -> Iterator[Message]:
        yield from self._read(self.chatbot.events(Question(text, turns=turns)), text)

    def _read(self, events: Iterable[Event], question: str) -> Iterator[Message]:
        several = len(self.chatbot.library.heads()) > 1
        yield from messages(events, question=question, naming=several, say=self.say)

    def _whole(self, message: Message) -> str:
        return f"{message.shown}\n\n{tools(message.id, self.say)}"


def ask_page(page: AskPage, blocks: gr.Blocks, header: gr.Markdown) -> None:
    """Put the page into the open Gradio context; `header` tells what is loaded."""
    say = page.say
    # What the browser keeps is no secret from whoever uses it: a fixed key outlives the server.
    stored = gr.BrowserState([], storage_key=_STORED, secret=_STORED)
    talks, forget = _history(say)
    chat = _chat(say, page.examples())
    field = _field(say)
    with gr.Row(elem_id="below"):
        gr.Markdown(say("ask.caution"))
        new = gr.Button(say("ask.new"), size="sm", elem_id="new")
    talk = gr.State(_NEW)
    changes = [field, chat, gr.State(()), talk]
    on = partial(gr.on, show_progress="hidden", api_visibility="private")
    then = {"show_progress": "hidden", "api_visibility": "private"}
    # What is sent while an answer grows is asked when that is complete.
    typed = on([field.submit], page.ask, changes, changes, trigger_mode="always_last")
    chosen = on([chat.example_select], page.example, changes[1:], changes)
    for answered in (typed, chosen):
        answered.then(page.remember, [talk, stored], [stored, talks], **then)
    cleared = on([new.click], page.clear, None, changes, cancels=[typed, chosen])
    cleared.then(lambda: None, None, [talks], **then)
    on([talks.select], page.reopen, [talks, stored], changes, cancels=[typed, chosen])
    gone = on([forget.click], page.forget, [talk, stored], [stored, talks])
    gone.then(page.clear, None, changes, **then)
    on([blocks.load], page.refresh, [stored], [header, chat, talks])


def _history(say: Strings) -> tuple[gr.Radio, gr.Button]:
    with gr.Accordion(say("history.title"), open=False, elem_id="history"):
        talks = gr.Radio([], label=say("history.list"), elem_id="talks")
        with gr.Row():
            gr.Button(say("history.word"), size="sm", elem_id="word")
            gr.Button(say("history.markdown"), size="sm", elem_id="markdown")
            forget = gr.Button(say("history.delete"), size="sm", elem_id="forget")
    return talks, forget


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


def _asked(text: str) -> dict[str, Any]:
    return {"role": "user", "content": asked(text[:_ECHOED])}


def _said(markdown: str) -> dict[str, Any]:
    return {"role": "assistant", "content": markdown}
