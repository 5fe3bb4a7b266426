"""Questions with the clauses that answer them: from a file, or made by rule from the clauses."""

import json
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from benchmarks.material import Unit

_CLAUSE = re.compile(r"[，。；：、\n]")
_WINDOW = (8, 24)
"""Shortest and longest piece of a clause that a question is made from, in characters."""
_DROPPED = 5
"""Every how manieth character a made question leaves out."""


class _Place(TypedDict):
    file: str
    article: str


class _Line(TypedDict):
    question: str
    gold: list[_Place]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the ids of the clauses that answer it, one set for each answer it has."""

    text: str
    gold: tuple[frozenset[str], ...]

    def recall(self, ids: Sequence[str]) -> float:
        """The share of its answers that are among `ids`."""
        return sum(not answer.isdisjoint(ids) for answer in self.gold) / len(self.gold)


def gold_files(path: Path | None) -> set[str]:
    """The files that hold answers."""
    return {gold["file"] for line in _lines(path) for gold in line["gold"]} if path else set()


def questions(path: Path | None, units: Sequence[Unit], count: int) -> list[Question]:
    """At most `count` questions whose answers are all among `units`, drawn with a fixed seed.

    They come from the lines `{"question": …, "gold": [{"file": …, "article": …}, …]}` of `path`.
    Without one, a question is a piece of a clause with every fifth character left out, and that
    clause is its answer.

    Raises:
        ValueError: if there is none.
    """
    chance = random.Random(0)
    found = _read(path, units) if path else _made(units, chance, count)
    if not found:
        asked = path or "clauses too short to ask about"
        raise ValueError(f"{asked}: no question is answered by these {len(units):,} clauses")
    chance.shuffle(found)
    return found[:count]


def _read(path: Path, units: Sequence[Unit]) -> list[Question]:
    places: dict[tuple[str, str], set[str]] = defaultdict(set)
    for unit in units:
        places[unit.file, unit.number].add(unit.id)
    read = []
    for line in _lines(path):
        gold = [places.get((place["file"], place["article"])) for place in line["gold"]]
        if gold and all(gold):
            read.append(Question(line["question"], tuple(frozenset(ids) for ids in gold if ids)))
    return read


def _lines(path: Path) -> list[_Line]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _made(units: Sequence[Unit], chance: random.Random, count: int) -> list[Question]:
    made: dict[str, Question] = {}
    for _ in range(20 * count):
        unit = units[int(chance.random() * len(units))]
        pieces = [p for p in _CLAUSE.split(unit.own) if len(p) >= _WINDOW[0]]
        if pieces:
            piece = chance.choice(pieces)[: _WINDOW[1]]
            text = "".join(c for at, c in enumerate(piece, 1) if at % _DROPPED)
            made[text] = Question(text, (frozenset({unit.id}),))
        if len(made) == count:
            break
    return list(made.values())
