"""Pages for administrators alone: whoever opens them must have given an administrator's key."""

import gradio as gr

from chatbot.records import Records
from chatbot.records.keys import Scope
from ui.pages.signin import key_form
from ui.pages.strings import Strings


def refusal(records: Records, request: gr.Request, say: Strings) -> str:
    """What is shown to anybody else; "" to an administrator.

    As for the API: nobody changes the library or reads what others asked without a key, even on
    this machine, where a server in front may bring the whole world.
    """
    if not records.guarded():
        return f"<p>{say('door.no_key')}</p>"
    said = str(request.headers.get("authorization", "")).removeprefix("Bearer ")
    key = records.keys.check(said)
    if key is not None and Scope.ADMIN in key.scopes:
        return ""
    return f"<p>{say('door.admin')}</p>{key_form(say, '')}"
