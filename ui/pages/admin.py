"""Pages for administrators alone, where keys are in use."""

import gradio as gr

from chatbot.records import Records
from chatbot.records.keys import Scope
from ui.pages.signin import key_form
from ui.pages.strings import Strings


def is_admin(records: Records, request: gr.Request) -> bool:
    """Whether a visitor may change the library and read the records: as for the API."""
    if not records.guarded():
        return True
    said = str(request.headers.get("authorization", "")).removeprefix("Bearer ")
    key = records.keys.check(said)
    return key is not None and Scope.ADMIN in key.scopes


def asking(say: Strings) -> str:
    """What is shown to others."""
    return f"<p>{say('door.admin')}</p>{key_form(say, '')}"
