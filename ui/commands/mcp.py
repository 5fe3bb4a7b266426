"""`chatbot mcp`."""

from pathlib import Path

from ui.commands import opened


def run(data: Path | None) -> None:
    """Serve the tools over standard input and output until the client closes them."""
    with opened(data) as chatbot:
        from chatbot.api.mcp import server

        server(chatbot).run("stdio")
