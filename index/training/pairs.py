"""Passages → pairs of texts that belong together, without a label.

Kinds: a span and the rest of its clause; two halves of a clause; a clause and one that it cites;
a question made by rule from a fragment, in its own words or in everyday ones, and its clause.
What each is worth: MODEL_CARD.md beside the shipped weights.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from random import Random

from index.sentences import sentence_spans
from index.training.passages import Passage, short_name

Pair = tuple[str, str]

_FRAGMENT = re.compile(r"[^，。；：、！？\n（）《》“”]{4,40}")
_ARTICLE = r"第[〇零一二三四五六七八九十百千]+条"
_CITED = re.compile(rf"《([^《》]{{2,40}})》((?:{_ARTICLE}[、和]?)+)")
_OWN_LAW = re.compile(rf"本(?:法|条例|办法|规定|解释|规则)({_ARTICLE})")
_SHORTEST_SPAN, _LONGEST_SPAN = 8, 40
_OPENED, _ENDED, _TITLED, _REWORDED = 0.6, 0.95, 0.5, 0.8
"""Shares: questions with an opening phrase, with an ending; texts under their headings;
known terms that an everyday question puts in everyday words."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """How people put things, as shipped in `index/vocabulary`.

    Attributes:
        everyday: formal term → its everyday wordings.
        before: what questions begin with.
        after: what questions end with.
    """

    everyday: Mapping[str, tuple[str, ...]]
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """All of it that no statute says."""
        return (
            *self.before,
            *self.after,
            *(each for put in self.everyday.values() for each in put),
        )

    def ask(self, fragments: Sequence[str], random: Random) -> str:
        """A question about the fragments."""
        opening = random.choice(self.before) if random.random() < _OPENED else ""
        ending = random.choice(self.after) if random.random() < _ENDED else ""
        return opening + "，".join(fragments) + ending


def shipped_wordings() -> Wordings:
    """Those in the package."""
    phrases = _table("question_phrases.txt")
    return Wordings(_table("colloquial.txt"), phrases["before"], phrases["after"])


def _table(name: str) -> dict[str, tuple[str, ...]]:
    text = files("index").joinpath("vocabulary", name).read_text(encoding="utf-8")
    rows = (line.split(":", 1) for line in text.splitlines() if line and line[0] != "#")
    return {key: tuple(values.split()) for key, values in rows}


def make_pairs(found: Sequence[Passage], wordings: Wordings, seed: int) -> list[Pair]:
    """Every kind of pair from every passage that allows it."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    longest_first = sorted(wordings.everyday, key=len, reverse=True)
    terms = re.compile("|".join(map(re.escape, longest_first)))
    cited = _by_number(found)
    pairs: list[Pair] = []
    for passage in found:
        pairs.extend(_span(passage, random))
        pairs.extend(_halves(passage, random))
        pairs.extend(_question(passage, wordings, random))
        pairs.extend(_everyday_questions(passage, terms, wordings, random))
        pairs.extend(_citations(passage, cited))
    return pairs


def _by_number(found: Sequence[Passage]) -> dict[tuple[str, str], Passage]:
    return {(passage.law, passage.number): passage for passage in found if passage.number}


def _perhaps_titled(passage: Passage, text: str, random: Random) -> str:
    above = (passage.name, *passage.headings) if random.random() < _TITLED else ()
    return "\n".join((*above, text))


def _span(passage: Passage, random: Random) -> Iterator[Pair]:
    text = passage.text
    longest = min(_LONGEST_SPAN, len(text) // 2)
    if longest >= _SHORTEST_SPAN:
        length = random.randint(_SHORTEST_SPAN, longest)
        start = random.randint(0, len(text) - length)
        rest = f"{text[:start]}\n{text[start + length :]}"
        yield text[start : start + length], _perhaps_titled(passage, rest, random)


def _halves(passage: Passage, random: Random) -> Iterator[Pair]:
    sentences = [passage.text[start:end] for start, end in sentence_spans(passage.text)]
    if len(sentences) > 1:
        random.shuffle(sentences)
        middle = len(sentences) // 2
        rest = "".join(sentences[middle:])
        yield "".join(sentences[:middle]), _perhaps_titled(passage, rest, random)


def _some(fragments: Sequence[str], random: Random) -> list[str]:
    return random.sample(fragments, min(len(fragments), random.choice((1, 1, 2))))


def _question(passage: Passage, wordings: Wordings, random: Random) -> Iterator[Pair]:
    fragments = _FRAGMENT.findall(passage.text)
    if fragments:
        yield wordings.ask(_some(fragments, random), random), passage.whole


def _everyday_questions(
    passage: Passage, terms: re.Pattern[str], wordings: Wordings, random: Random
) -> Iterator[Pair]:
    def reworded(match: re.Match[str]) -> str:
        everyday = wordings.everyday[match[0]]
        return random.choice(everyday) if random.random() < _REWORDED else match[0]

    fragments = [part for part in _FRAGMENT.findall(passage.text) if terms.search(part)]
    for _ in fragments[:2]:
        chosen = _some(fragments, random)
        yield wordings.ask([terms.sub(reworded, part) for part in chosen], random), passage.whole


def _citations(passage: Passage, cited: Mapping[tuple[str, str], Passage]) -> Iterator[Pair]:
    for match in _CITED.finditer(passage.text):
        for number in re.findall(_ARTICLE, match[2]):
            yield from _citation(passage, cited.get((short_name(match[1]), number)), match[0])
    for match in _OWN_LAW.finditer(passage.text):
        yield from _citation(passage, cited.get((passage.law, match[1])), match[0])


def _citation(passage: Passage, target: Passage | None, written: str) -> Iterator[Pair]:
    if target and target != passage:
        yield passage.text.replace(written, ""), target.whole
