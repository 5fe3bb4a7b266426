"""`chatbot config`."""

import re
from pathlib import Path

from annotated_types import Ge, Gt, Le
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from chatbot.settings import Settings, origins
from ui.commands import console, settings, told

_PASSWORD = re.compile(r"(?<=://).*(?=@)|(?<=password=)[^&]*")
_BOUNDS = {Ge: "≥", Gt: "＞", Le: "≤"}
_HEAD = """# Settings
Each is an environment variable, or a line of a TOML file, without `CHATBOT_` and in small letters:
`chatbot.toml` in the data folder, or the file that `--config` or `CHATBOT_CONFIG` names. The
command line comes before the environment, the environment before the file. `chatbot config` shows
what is in force and where it comes from. This table is `chatbot config --markdown`.

```toml
log_format = "json"
llm_base_url = "http://localhost:8080/v1"
```

| | default | |
|---|---|---|
"""


def run(data: Path | None) -> None:
    """Show each setting as the environment variable that sets it, and where it was set."""
    with told():
        chosen = settings(data)
        where = origins(chosen, {} if data is None else {"data": data})
    out = console()
    for name, field in Settings.model_fields.items():
        out.print(f"# {field.description}（{where[name]}）", style="dim", markup=False)
        out.print(f"CHATBOT_{name.upper()}={_shown(getattr(chosen, name))}", markup=False)


def _shown(value: object) -> str:
    """A value without what must not be shown: addresses may hold user and password."""
    return "" if value is None else _PASSWORD.sub("***", str(value))


def table() -> str:
    """Every setting with its default and meaning, as docs/settings.md."""
    rows = (
        f"| `CHATBOT_{name.upper()}` | {_default(field)} | {field.description}{_bounds(field)} |\n"
        for name, field in Settings.model_fields.items()
    )
    return _HEAD + "".join(rows)


def _default(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        value = str(value).lower()
    return "" if value in {None, ""} else f"`{value}`"


def _bounds(field: FieldInfo) -> str:
    said = [
        f"{sign} {getattr(bound, kind.__name__.lower()):g}"
        for bound in field.metadata
        for kind, sign in _BOUNDS.items()
        if isinstance(bound, kind)
    ]
    return f"（{'，'.join(said)}）" if said else ""
