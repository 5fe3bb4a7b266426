"""The page 适用措施: a form about an organisation, and the measures that fit it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import gradio as gr

from chatbot.api.matches import ProfileIn
from chatbot.chain import Chatbot
from chatbot.cite import cite
from chatbot.compose.measures import recommend
from chatbot.measures.match import match
from chatbot.measures.needs import NEEDS
from chatbot.measures.profile import Organisation, Ownership, Profile, Size, Stage
from chatbot.measures.reading import QUALIFICATIONS
from index.errors import PolicyChatError
from ui.pages.messages import failure, messages

_UNSAID = "不限"
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
_WELCOME = (
    "### 哪些措施适用于本单位？\n\n填写已知的情况即可，都可以不填，至少填一项。"
    "结果按政策工具分组，逐项说明符合与待确认的条件，并注明出处。"
)


@dataclass(frozen=True, slots=True)
class MeasuresPage:
    """The event behind the page; it keeps nothing."""

    chatbot: Chatbot

    def find(self, *said: str | list[str]) -> Iterator[str]:
        """The measures that fit the fields of the form, as Markdown, piece by piece."""
        try:
            profile = _profile(dict(zip(_FIELDS, said, strict=True)))
            several = len(self.chatbot.library.heads()) > 1
            found = match(profile, self.chatbot.searcher, self.chatbot.measures_of)
            events = cite(recommend(profile, found))
            for message in messages(events, question="", naming=several):
                yield message.shown
        except PolicyChatError as error:
            yield failure(error)


def measures_page(chatbot: Chatbot) -> None:
    """Put the page into the open Gradio context."""
    page = MeasuresPage(chatbot)
    with gr.Column(elem_id="profile"):
        description = gr.Textbox(
            label="行业和主要产品", placeholder="如：人形机器人关节", max_length=500
        )
        with gr.Row():
            kind = _choice("单位类型", Organisation)
            size = _choice("规模", Size)
            ownership = _choice("所有制", Ownership)
        with gr.Row():
            stage = _choice("产品阶段", Stage)
            region = gr.Textbox(label="所在地区", placeholder="如：深圳", max_length=50)
        qualifications = gr.CheckboxGroup(list(QUALIFICATIONS), label="资质")
        needs = gr.CheckboxGroup(list(NEEDS), label="需要的支持")
        find = gr.Button("查找适用措施", variant="primary", elem_id="find")
        result = gr.Markdown(
            _WELCOME, elem_id="fitting", elem_classes=["answers"], latex_delimiters=[]
        )
    fields = [description, kind, size, ownership, stage, region, qualifications, needs]
    on = partial(gr.on, show_progress="hidden", api_visibility="private")
    on([find.click, description.submit], page.find, fields, [result])


def _profile(said: Mapping[str, str | list[str]]) -> Profile:
    """What the form says.

    Raises:
        BadQuestion: if it says nothing.
    """
    given = {name: value for name, value in said.items() if value and value != _UNSAID}
    return ProfileIn.model_validate(given).value()


def _choice(label: str, names: type[Organisation | Size | Ownership | Stage]) -> gr.Dropdown:
    return gr.Dropdown([_UNSAID, *(name.value for name in names)], value=_UNSAID, label=label)
