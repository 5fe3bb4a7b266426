"""`chatbot config`."""

from pathlib import Path

from chatbot.settings import Settings
from ui.commands import console, settings, told


def run(data: Path | None) -> None:
    """Show each setting as the environment variable that sets it."""
    with told():
        chosen = settings(data)
    out = console()
    for name, field in Settings.model_fields.items():
        out.print(f"# {field.description}", style="dim", markup=False)
        value = getattr(chosen, name)
        out.print(f"CHATBOT_{name.upper()}={'' if value is None else value}", markup=False)
