"""Gold as question files write it → clauses of the library."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from index.clause import Clause
from index.evaluation.questions import Anchor, Article, Case
from index.evaluation.splits import law_of
from index.library import Library

Gold = Article | Anchor


@dataclass(frozen=True, slots=True)
class Target:
    """A gold clause.

    Attributes:
        units: ids of the unit clauses that it stands for; none if the library holds none.
        laws: that these belong to, as `law_of` writes them; by its file if there are none.
    """

    gold: Gold
    units: tuple[str, ...]
    laws: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """What a ranking must hold; for a clause that is not there, an id that none can hold."""
        return self.units or (f"?{self.gold}",)

    def is_in(self, clause: Clause) -> bool:
        """Whether citing `clause` cites this: it holds the anchor, or is it, above or below."""
        if isinstance(self.gold, Anchor):
            return self.gold.words in clause.text
        return any(
            f"{clause.id}.".startswith(f"{unit}.") or unit.startswith(f"{clause.id}.")
            for unit in self.units
        )


def locate(cases: Iterable[Case], library: Library) -> dict[Gold, Target]:
    """Every gold clause of the cases, found in the library or not.

    A place is taken at its compact path, else at its printed number, the first in the file that
    has it; a part of a unit stands for the unit. An anchor stands for every unit that holds it.
    """
    wanted = dict.fromkeys(gold for case in cases for gold in case.gold)
    places = [gold for gold in wanted if isinstance(gold, Article)]
    anchors = [gold for gold in wanted if isinstance(gold, Anchor)]
    return {**_of_places(places, library), **_of_anchors(anchors, library)}


def missing(targets: Mapping[Gold, Target]) -> list[Gold]:
    """The gold that the library does not hold."""
    return [gold for gold, target in targets.items() if not target.units]


def laws(case: Case, targets: Mapping[Gold, Target]) -> frozenset[str]:
    """The laws that a case has gold in: what `index.evaluation.splits` keeps apart."""
    return frozenset(law for gold in case.gold for law in targets[gold].laws)


def _of_places(places: Sequence[Article], library: Library) -> dict[Gold, Target]:
    heads = {head.source_file: head for head in library.heads()}
    targets: dict[Gold, Target] = {}
    # File by file, as the library keeps few policies in memory.
    for gold in sorted(places, key=lambda place: place.file):
        head = heads.get(gold.file)
        if head is None:
            targets[gold] = Target(gold, (), (law_of(PurePosixPath(gold.file).stem),))
            continue
        unit = _unit(gold.article, library.policy(head.id).clauses)
        targets[gold] = Target(gold, (unit,) if unit else (), (law_of(head.name),))
    return targets


def _unit(article: str, clauses: Sequence[Clause]) -> str:
    """Id of the unit that a path or a number names, "" if there is none."""
    named = [clause for clause in clauses if clause.reference == article]
    named = named or [clause for clause in clauses if clause.number == article]
    by_id = {clause.id: clause for clause in clauses}
    for clause in named:
        at: Clause | None = clause
        while at and not at.unit:
            at = by_id.get(at.parent or "")
        if at:
            return at.id
    return ""


def _of_anchors(anchors: Sequence[Anchor], library: Library) -> dict[Gold, Target]:
    units: dict[Anchor, list[str]] = {anchor: [] for anchor in anchors}
    named: dict[Anchor, list[str]] = {anchor: [] for anchor in anchors}
    for head in library.heads() if anchors else ():
        held = [clause for clause in library.policy(head.id).clauses if clause.unit]
        for anchor in anchors:
            if found := [clause.id for clause in held if anchor.words in clause.text]:
                units[anchor] += found
                named[anchor].append(law_of(head.name))
    return {
        anchor: Target(anchor, tuple(units[anchor]), tuple(dict.fromkeys(named[anchor])))
        for anchor in anchors
    }
