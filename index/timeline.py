"""The policies of a library side by side → when each of them is in force.

Versions of one text follow each other, each until the next is in force; a text ends when one that
repeals it by its title is in force, or when its own term runs out, whichever comes first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.clause import PolicyHead
from index.titles import version
from index.validity import Named, State, Validity
from index.versions import texts, title_key


@dataclass(frozen=True, slots=True)
class _End:
    """What ends a policy; the earliest counts."""

    day: str
    after: State
    by: PolicyHead | None = None


def in_time(heads: Iterable[PolicyHead], day: str) -> list[PolicyHead]:
    """The policies in their order, each with its validity as of `day`, ISO 8601."""
    heads = tuple(heads)
    grouped = texts(heads)
    begins = {head.id: first for text in grouped for head, first in _beginnings(text)}
    ends: dict[str, list[_End]] = defaultdict(list)
    for text in grouped:
        _follow(text, begins, ends)
    _repeal(heads, begins, ends)
    for head in heads:
        if last := head.card.expires:
            ends[head.id].append(_End(_next_day(last.value), State.EXPIRED))
    first_ends = {key: min(found, key=lambda end: end.day) for key, found in ends.items()}
    return _Lives(heads, grouped, begins, first_ends, day).told()


def _beginnings(text: Sequence[PolicyHead]) -> Iterable[tuple[PolicyHead, str]]:
    """The first day of each version; parts of one version in several files share it."""
    for edition in _editions(text):
        dated = version(edition[0])
        stated = [head.card.effective for head in edition if head.card.effective]
        later = [found for found in stated if found.corrected or found.value >= dated]
        surest = max(later, key=lambda found: (found.corrected, found.confidence), default=None)
        for head in edition:
            yield head, surest.value if surest else dated


def _editions(text: Sequence[PolicyHead]) -> list[list[PolicyHead]]:
    """The versions of a text, the latest first; those of one date are copies or parts."""
    by_date: dict[str, list[PolicyHead]] = defaultdict(list)
    for head in text:
        by_date[version(head)].append(head)
    return list(by_date.values())


def _follow(
    text: Sequence[PolicyHead], begins: Mapping[str, str], ends: dict[str, list[_End]]
) -> None:
    """Each version ends when the next begins; one of unknown date follows and ends nothing."""
    later: PolicyHead | None = None
    for edition in _editions(text):
        if not version(edition[0]):
            continue
        for head in edition:
            if later and begins[head.id] < begins[later.id]:
                ends[head.id].append(_End(begins[later.id], State.AMENDED, later))
        later = edition[0]


def _repeal(
    heads: Sequence[PolicyHead], begins: Mapping[str, str], ends: dict[str, list[_End]]
) -> None:
    """What a text says that it repeals ends when that text begins."""
    by_title: dict[str, list[PolicyHead]] = defaultdict(list)
    for head in heads:
        by_title[title_key(head.name)].append(head)
    for head in heads:
        own = title_key(head.name)
        for title in (title_key(found.value) for found in head.card.repeals):
            for gone in by_title.get(title, ()) if title != own else ():
                day = begins[head.id]
                if day and version(gone) < day and _of_one_place(head, gone):
                    ends[gone.id].append(_End(day, State.REPEALED, head))


def _of_one_place(one: PolicyHead, other: PolicyHead) -> bool:
    """Whether one may repeal the other: a region's own texts alone, the country's alone."""
    first = one.card.region.value if one.card.region else ""
    second = other.card.region.value if other.card.region else ""
    return first == second or bool(first and second and first[:2] == second[:2])


def _next_day(day: str) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(1)).isoformat()
    except ValueError:
        return f"{day}-99"  # a month alone: after each of its days


@dataclass(frozen=True, slots=True)
class _Lives:
    """Beginnings and ends of all policies, looked at on one day."""

    heads: Sequence[PolicyHead]
    texts: Sequence[Sequence[PolicyHead]]
    begins: Mapping[str, str]
    ends: Mapping[str, _End]
    day: str

    def told(self) -> list[PolicyHead]:
        lives = {head.id: self._life(head) for head in self.heads}
        replaces = self._replaced()
        current = {
            head.id: other.id
            for text in self.texts
            for head in text
            if lives[head.id].state is State.NOT_YET
            for other in text
            if lives[other.id].state is State.IN_FORCE and version(other)
        }
        told = []
        for head in self.heads:
            life = lives[head.id]
            by = life.replaced_by
            in_force = by and by.policy_id and lives[by.policy_id].state is State.IN_FORCE
            instead = by.policy_id if by and in_force else current.get(head.id, "")
            told.append(
                replace(
                    head,
                    validity=replace(
                        life,
                        instead="" if life.state is State.IN_FORCE else instead,
                        replaces=tuple(map(self._named, replaces[head.id])),
                    ),
                )
            )
        return told

    def _life(self, head: PolicyHead) -> Validity:
        end = self.ends.get(head.id)
        life = Validity(
            begins=self.begins[head.id],
            ends=end.day if end else "",
            after=end.after if end else State.IN_FORCE,
            replaced_by=self._successor(end),
        )
        if given := head.card.replaced_by:
            life = replace(life, replaced_by=self._given(given.value))
        if said := head.card.validity:
            return replace(life, state=State(said.value), stated=True)
        return replace(life, state=life.on(self.day))

    def _successor(self, end: _End | None) -> Named | None:
        """The one in force at the end of the line of those that replace each other."""
        found: PolicyHead | None = None
        seen: set[str] = set()
        while end and end.by and end.by.id not in seen and (found is None or end.day <= self.day):
            found = end.by
            seen.add(found.id)
            end = self.ends.get(found.id)
        return self._named(found) if found else None

    def _given(self, said: str) -> Named:
        for head in self.heads:
            if said in {head.id, head.name} or title_key(said.strip("《》")) == title_key(
                head.name
            ):
                return self._named(head)
        return Named("", f"《{said.strip('《》')}》")

    def _replaced(self) -> Mapping[str, list[PolicyHead]]:
        replaced: dict[str, list[PolicyHead]] = defaultdict(list)
        for head in self.heads:
            end, given = self.ends.get(head.id), head.card.replaced_by
            by = self._given(given.value).policy_id if given else end and end.by and end.by.id
            if by:
                replaced[by].append(head)
        return replaced

    def _named(self, head: PolicyHead) -> Named:
        dated = version(head)
        return Named(head.id, f"《{head.name}》" + (f"（{dated}）" if dated else ""))
