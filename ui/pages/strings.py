"""What the interface says, in the language that its visitor chose."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Language(StrEnum):
    """A language of the interface; answers and policies are Chinese in both."""

    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Strings:
    """The interface's strings in one language, see `assets/strings.toml`."""

    language: Language
    _sections: Mapping[str, Mapping[str, str]]

    def __call__(self, name: str, /, **values: object) -> str:
        """The string "section.key", with its braces filled in.

        Raises:
            KeyError: if there is none.
        """
        section, key = name.split(".")
        return self._sections[section][key].format(**values)

    def section(self, name: str) -> dict[str, str]:
        """All strings of a section, key → string."""
        return dict(self._sections[name])

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return {Language.CHINESE: "zh-CN", Language.ENGLISH: "en"}[self.language]


def table() -> dict[str, dict[str, dict[str, str]]]:
    """Section → key → language → string."""
    text = (files("ui.pages") / "assets" / "strings.toml").read_text(encoding="utf-8")
    sections: dict[str, dict[str, dict[str, str]]] = tomllib.loads(text)
    return sections


@cache
def strings(language: Language) -> Strings:
    """The strings of one language."""
    sections = {
        name: {key: texts[language] for key, texts in section.items()}
        for name, section in table().items()
    }
    return Strings(language, sections)
