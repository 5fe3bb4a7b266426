import asyncio
from pathlib import Path

import gradio as gr

from chatbot.chain import Chatbot
from chatbot.records import Records
from ui.pages.blocks import build
from ui.pages.strings import Language, strings


def test_pages_that_nobody_looks_at_are_at_rest(bot: Chatbot, tmp_path: Path) -> None:
    """Gradio looks for a question a thousand times a second, in each language's pages."""

    async def pauses() -> tuple[float, float]:
        own = gr.Blocks().queue()
        ours = build(bot, records, strings(Language.CHINESE))
        return ours._queue.sleep_when_free, own._queue.sleep_when_free

    records = Records.open(tmp_path)
    try:
        ours, own = asyncio.run(pauses())
    finally:
        records.close()
    assert ours >= 10 * own
