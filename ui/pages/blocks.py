"""The whole interface as Gradio blocks: tabs beside the text that their answers quote."""

import gradio as gr

from chatbot.chain import Chatbot
from chatbot.records import Records
from ui.pages.ask import AskPage, ask_page
from ui.pages.clauses import clauses_page
from ui.pages.header import masthead
from ui.pages.library import LibraryPage, library_page
from ui.pages.measures import measures_page
from ui.pages.review import ReviewPage, review_page
from ui.pages.strings import Strings

_WORKERS = 32
"""Questions answered at the same time; further ones wait."""
_WAITING = 256
"""Questions that may wait; the next visitor is told that the service is busy."""
_LOOK_S = 0.02
"""Seconds between two looks of gradio for a question; its own 1 ms costs 4 % of a core, idle."""
_READER = """<section id="reader" role="region" aria-label="{title}">
<header><h2>{title}</h2>
<button type="button" id="reader-cite" hidden>{cite}</button>
<button type="button" id="reader-share">{share}</button>
<a id="reader-open" href="policies" target="_blank" rel="noopener">{open}</a>
<button type="button" id="reader-close">{close}</button></header>
<iframe name="reader" title="{title}" src="policies"></iframe>
<p id="said" role="status"></p>
</section>"""


def build(chatbot: Chatbot, records: Records, say: Strings) -> gr.Blocks:
    """Every page of the interface on one `Blocks`, in one language."""
    blocks = gr.Blocks(title=say("head.name"), analytics_enabled=False, fill_width=True)
    with blocks:
        # HTML of ours: the sanitizer would take what tells a screen reader of its state.
        header = gr.Markdown(masthead(chatbot.library, say), elem_id="header", sanitize_html=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"), gr.Tabs(overflow_behavior="wrap"):
                with gr.Tab(say("tabs.ask")):
                    ask_page(AskPage(chatbot, records.answers, say), blocks, header)
                with gr.Tab(say("tabs.measures")):
                    measures_page(chatbot, say)
                with gr.Tab(say("tabs.clauses")) as tab:
                    clauses_page(chatbot, say, tab)
                with gr.Tab(say("tabs.library")) as tab:
                    library_page(LibraryPage(chatbot.library, records, say), tab)
                with gr.Tab(say("tabs.review")) as tab:
                    review_page(ReviewPage(records, say), tab)
            with gr.Column(elem_id="text"):
                gr.Markdown(_READER.format(**say.section("reader")), sanitize_html=False)
    blocks.queue(max_size=_WAITING, default_concurrency_limit=_WORKERS, api_open=False)
    blocks._queue.sleep_when_free = _LOOK_S  # noqa: SLF001 - no argument sets it
    return blocks
