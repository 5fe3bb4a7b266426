"""What was typed → what is searched: its matter, spelled right, and synonyms."""

from collections.abc import Callable
from dataclasses import dataclass

from index.query.lexicon import Lexicon, Synonym
from index.query.numbers import other_numerals
from index.query.polite import matter
from index.query.script import simplified
from index.query.spelling import Correction, corrected
from index.tokens import cut, normal

Frequency = Callable[[str], int]
"""How many clauses of the library hold a token."""


@dataclass(frozen=True, slots=True)
class Query:
    """A text as it is searched.

    Attributes:
        asked: simplified and spelled right.
        text: the same without what is said around the matter.
        corrections: what was taken for a slip; whoever typed it should be told.
        synonyms: what the clauses may call its words.
        numerals: its numbers in the other writing.
    """

    asked: str
    text: str
    corrections: tuple[Correction, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    numerals: tuple[str, ...] = ()

    @property
    def related(self) -> tuple[str, ...]:
        """What is looked for beside the text, each once."""
        return tuple(dict.fromkeys((*(each.term for each in self.synonyms), *self.numerals)))

    @property
    def related_tokens(self) -> dict[str, list[list[str]]]:
        """Each token of that → the tokens of each wording that it stands for."""
        wordings: dict[str, list[list[str]]] = {}
        for each in self.synonyms:
            for token in cut(each.term):
                wordings.setdefault(token, []).append(cut(each.wording))
        for numeral in self.numerals:
            for token in cut(numeral):
                wordings.setdefault(token, []).append([])
        return wordings


def read(text: str, lexicon: Lexicon, frequency: Frequency) -> Query:
    """What to search for.

    Slips are put right only towards words that the library holds.
    """
    plain = simplified(normal(text))
    asked, corrections = corrected(plain, frequency, lexicon.terms)
    about = matter(asked)
    synonyms = tuple(lexicon.synonyms(about))
    return Query(asked, about, corrections, synonyms, tuple(other_numerals(about)))
