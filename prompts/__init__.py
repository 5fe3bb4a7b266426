"""The prompts of the language model, one Markdown file each.

A file opens with a header between `---` lines (purpose, version, and every variable with what
it stands for), then holds one part for each role, `# system` and `# user`, with variables
written `$name`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as its file holds it.

    Attributes:
        variables: name → what it stands for.
    """

    name: str
    purpose: str
    version: str
    variables: Mapping[str, str]
    system: str
    user: str

    def render(self, **values: str) -> list[tuple[str, str]]:
        """The messages as (role, text); a `$` inside a value stays as it is.

        Raises:
            KeyError: if the values are not exactly those that the header names.
        """
        if values.keys() != self.variables.keys():
            wrong = sorted(values.keys() ^ self.variables.keys())
            raise KeyError(f"prompt {self.name}: variables missing or unknown: {wrong}")
        return [
            ("system", Template(self.system).substitute(values)),
            ("user", Template(self.user).substitute(values)),
        ]


@cache
def load(name: str) -> Prompt:
    """The prompt in `prompts/{name}.md`.

    Raises:
        FileNotFoundError: if there is none.
        ValueError: if the file is not laid out as a prompt.
    """
    text = files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    header, body = text.removeprefix("---\n").split("\n---\n", 1)
    system, user = body.split("# user\n", 1)
    fields = dict(line.strip().split(": ", 1) for line in header.splitlines() if ": " in line)
    purpose, version = fields.pop("purpose"), fields.pop("version")
    system = system.split("# system\n", 1)[1]
    return Prompt(name, purpose, version, fields, system.strip(), user.strip())
