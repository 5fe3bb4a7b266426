"""What was typed → what is searched: its matter, spelled right, and synonyms."""

from collections.abc import Callable
from dataclasses import dataclass
from unicodedata import normalize

from index.query.lexicon import Lexicon
from index.query.numbers import other_numerals
from index.query.polite import matter
from index.query.script import simplified
from index.query.spelling import Correction, corrected

Frequency = Callable[[str], int]
"""How many clauses of the library hold a token."""


@dataclass(frozen=True, slots=True)
class Query:
    """A text as it is searched.

    Attributes:
        asked: simplified and spelled right.
        text: the same without what is said around the matter.
        corrections: what was taken for a slip; whoever typed it should be told.
        related: what else the clauses may call it.
    """

    asked: str
    text: str
    corrections: tuple[Correction, ...] = ()
    related: tuple[str, ...] = ()


def read(text: str, lexicon: Lexicon, frequency: Frequency) -> Query:
    """What to search for.

    Slips are put right only towards words that the library holds.
    """
    plain = simplified(normalize("NFKC", text))
    asked, corrections = corrected(plain, frequency, lexicon.terms)
    about = matter(asked)
    related = dict.fromkeys((*lexicon.related(about), *other_numerals(about)))
    return Query(asked, about, corrections, tuple(related))
