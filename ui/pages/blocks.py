"""The whole interface as Gradio blocks."""

import gradio as gr

from chatbot.chain import Chatbot
from ui.pages.ask import NAME, ask_page

_WORKERS = 32
"""Questions answered at the same time; further ones wait."""
_WAITING = 256
"""Questions that may wait; the next visitor is told that the service is busy."""


def build(chatbot: Chatbot) -> gr.Blocks:
    """Every page of the interface on one `Blocks`."""
    blocks = gr.Blocks(title=NAME, analytics_enabled=False, fill_width=True)
    with blocks:
        ask_page(chatbot, blocks)
    blocks.queue(max_size=_WAITING, default_concurrency_limit=_WORKERS, api_open=False)
    return blocks
