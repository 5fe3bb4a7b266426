import re
from pathlib import Path
from string import Formatter

import pytest

from chatbot.measures.needs import NEEDS
from chatbot.measures.profile import Organisation, Ownership, Size, Stage
from chatbot.measures.reading import QUALIFICATIONS
from chatbot.records.entry import Via
from index.validity import State
from ui.pages.strings import Language, strings, table

UI = Path(__file__).parent.parent.parent.parent / "ui"
TABLE = table()
STRINGS = [(section, key) for section, texts in TABLE.items() for key in texts]
CHOICES = [*Organisation, *Size, *Ownership, *Stage, *QUALIFICATIONS, *NEEDS, *State, *Via]


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(("section", "key"), STRINGS, ids=lambda part: part)
def test_every_string_is_there_in_both_languages_and_filled_in_alike(
    section: str, key: str
) -> None:
    texts = TABLE[section][key]
    assert texts.keys() == set(Language)
    assert braces(texts["zh"]) == braces(texts["en"])


def test_no_string_is_left_that_nothing_says() -> None:
    """Sections whose keys are chosen while the program runs are held by what offers them."""
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(UI.rglob("*.py")))
    script = "".join(path.read_text(encoding="utf-8") for path in sorted(UI.rglob("*.js")))
    said = set(re.findall(r"[a-z]+\.[a-z_]+", code))
    said |= {f"script.{key}" for key in re.findall(r"\bsay\.([a-z_]+)", script)}
    said |= {f"reader.{key}" for key in re.findall(r"\{([a-z_]+)\}", code)}
    assert [f"{s}.{k}" for s, k in STRINGS if s != "values" and f"{s}.{k}" not in said] == []


def test_whatever_the_form_offers_has_a_name() -> None:
    assert set(CHOICES) == TABLE["values"].keys()


def test_braces_are_filled_in() -> None:
    assert strings(Language.ENGLISH)("clauses.found", count=3) == "3 found, best first"
