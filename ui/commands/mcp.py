"""`chatbot mcp`."""

from pathlib import Path

from chatbot.records import recorded
from chatbot.records.entry import Via
from chatbot.wiring import open_records
from ui.commands import opened, settings


def run(data: Path | None) -> None:
    """Serve the tools over standard input and output until the client closes them."""
    with opened(data) as chatbot:
        from chatbot.api.mcp import server

        records = open_records(settings(data))
        try:
            server(recorded(chatbot, records, Via.MCP)).run("stdio")
        finally:
            records.close()
