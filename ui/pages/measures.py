"""The page 适用措施: a form about an organisation, and the measures that fit it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import gradio as gr

from chatbot.api.matches import ProfileIn
from chatbot.chain import Chatbot
from chatbot.measures.needs import NEEDS
from chatbot.measures.profile import Organisation, Ownership, Profile, Size, Stage
from chatbot.measures.reading import QUALIFICATIONS
from chatbot.question import Question
from index.errors import PolicyChatError
from ui.pages.messages import Message, failure, messages, tools
from ui.pages.strings import Strings

_FIELDS = (
    "description",
    "kind",
    "size",
    "ownership",
    "stage",
    "region",
    "qualifications",
    "needs",
)


@dataclass(frozen=True, slots=True)
class MeasuresPage:
    """The event behind the page; it keeps nothing."""

    chatbot: Chatbot
    say: Strings

    def find(self, *said: str | list[str]) -> Iterator[str]:
        """The measures that fit the fields of the form, as Markdown, piece by piece."""
        try:
            profile = _profile(dict(zip(_FIELDS, said, strict=True)))
            several = len(self.chatbot.library.heads()) > 1
            events = self.chatbot.recommendation(Question(profile.words), profile)
            message = Message("", "")
            for message in messages(events, question="", naming=several, say=self.say):
                yield message.shown
            yield f"{message.shown}\n\n{tools('', self.say)}"
        except PolicyChatError as error:
            yield failure(error, self.say)


def measures_page(chatbot: Chatbot, say: Strings) -> None:
    """Put the page into the open Gradio context."""
    page = MeasuresPage(chatbot, say)
    with gr.Column(elem_id="profile"):
        description = gr.Textbox(
            label=say("measures.description"),
            placeholder=say("measures.describe"),
            max_length=500,
        )
        with gr.Row():
            kind = _choice(say, "measures.kind", Organisation)
            size = _choice(say, "measures.size", Size)
            ownership = _choice(say, "measures.ownership", Ownership)
        with gr.Row():
            stage = _choice(say, "measures.stage", Stage)
            region = gr.Textbox(
                label=say("measures.region"), placeholder=say("measures.place"), max_length=50
            )
        qualifications = _several(say, "measures.qualifications", QUALIFICATIONS)
        needs = _several(say, "measures.needs", NEEDS)
        find = gr.Button(say("measures.find"), variant="primary", elem_id="find")
        result = gr.Markdown(
            f"## {say('measures.welcome')}\n\n{say('measures.invite')}",
            elem_id="fitting",
            elem_classes=["answers"],
            latex_delimiters=[],
        )
    fields = [description, kind, size, ownership, stage, region, qualifications, needs]
    on = partial(gr.on, show_progress="hidden", api_visibility="private")
    on([find.click, description.submit], page.find, fields, [result])


def _profile(said: Mapping[str, str | list[str]]) -> Profile:
    """What the form says.

    Raises:
        BadQuestion: if it says nothing.
    """
    given = {name: value for name, value in said.items() if value}
    return ProfileIn.model_validate(given).value()


def _choice(
    say: Strings, label: str, names: type[Organisation | Size | Ownership | Stage]
) -> gr.Dropdown:
    named = [(say(f"values.{name.value}"), name.value) for name in names]
    return gr.Dropdown([(say("measures.any"), ""), *named], value="", label=say(label))


def _several(say: Strings, label: str, names: Iterable[str]) -> gr.CheckboxGroup:
    return gr.CheckboxGroup([(say(f"values.{name}"), name) for name in names], label=say(label))
