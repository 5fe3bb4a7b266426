"""The whole interface as Gradio blocks: tabs beside the text that their answers quote."""

import gradio as gr

from chatbot.chain import Chatbot
from ui.pages.ask import NAME, ask_page, masthead
from ui.pages.measures import measures_page

_WORKERS = 32
"""Questions answered at the same time; further ones wait."""
_WAITING = 256
"""Questions that may wait; the next visitor is told that the service is busy."""
_READER = """<section id="reader" role="region" aria-label="政策原文">
<header><h2>政策原文</h2>
<a id="reader-open" href="policies" target="_blank" rel="noopener">新窗口打开</a>
<button type="button" id="reader-close">关闭</button></header>
<iframe name="reader" title="政策原文" src="policies"></iframe>
</section>"""


def build(chatbot: Chatbot) -> gr.Blocks:
    """Every page of the interface on one `Blocks`."""
    blocks = gr.Blocks(title=NAME, analytics_enabled=False, fill_width=True)
    with blocks:
        header = gr.Markdown(masthead(chatbot.library), elem_id="header")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"), gr.Tabs():
                with gr.Tab("问答"):
                    ask_page(chatbot, blocks, header)
                with gr.Tab("适用措施"):
                    measures_page(chatbot)
            with gr.Column(elem_id="text"):
                gr.Markdown(_READER, sanitize_html=False)
    blocks.queue(max_size=_WAITING, default_concurrency_limit=_WORKERS, api_open=False)
    return blocks
