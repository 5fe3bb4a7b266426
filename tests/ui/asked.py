"""What Gradio hands a page of who asks."""

from typing import cast

import gradio as gr


class _Asked:
    def __init__(self, key: str) -> None:
        self.headers = {"authorization": f"Bearer {key}"} if key else {}


def asked_with(key: str = "") -> gr.Request:
    """A request as Gradio hands it on, from a visitor with this key."""
    return cast("gr.Request", _Asked(key))
