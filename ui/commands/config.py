"""`chatbot config`."""

import re
from pathlib import Path

from chatbot.settings import Settings
from ui.commands import console, settings, told

_PASSWORD = re.compile(r"(?<=://).*(?=@)|(?<=password=)[^&]*")


def run(data: Path | None) -> None:
    """Show each setting as the environment variable that sets it."""
    with told():
        chosen = settings(data)
    out = console()
    for name, field in Settings.model_fields.items():
        out.print(f"# {field.description}", style="dim", markup=False)
        out.print(f"CHATBOT_{name.upper()}={_shown(getattr(chosen, name))}", markup=False)


def _shown(value: object) -> str:
    """A value without what must not be shown: addresses may hold user and password."""
    return "" if value is None else _PASSWORD.sub("***", str(value))
