"""What a search is limited to, and which policies pass."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from index.card.rank import DOCUMENTS, NORMATIVE
from index.clause import PolicyHead
from index.validity import State

_KEPT = 64
"""Filters whose policies are remembered."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to; an empty filter lets everything pass.

    Of several values one must hold. Days are ISO 8601.

    Attributes:
        issuers, regions: a part of the name is enough: 浙江 finds 浙江省宁波市.
        levels: of `index.card.rank.LEVELS`.
        kinds: of `index.card.rank.KINDS`; 规范性文件 stands for all that are.
        validities: of `index.validity.State`; on the day `as_of`, or today.
        issued_from, issued_to: of 成文日期, both included.
        as_of: what was in force on this day, and nothing else.
    """

    policy_ids: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    validities: tuple[str, ...] = ()
    issued_from: str = ""
    issued_to: str = ""
    as_of: str = ""

    @property
    def name_versions(self) -> bool:
        """Whether they say themselves which versions are wanted."""
        return bool(self.policy_ids or self.validities or self.as_of)


_NONE = Filters()


class Scope:
    """Which of the policies of one revision, on one day, pass which filters.

    Args:
        heads: policy id → every policy.
    """

    def __init__(self, heads: Mapping[str, PolicyHead]) -> None:
        # In their place a text in force answers.
        self._standing_back = frozenset(k for k, head in heads.items() if head.validity.instead)
        self.ids = lru_cache(maxsize=_KEPT)(partial(_passing, heads))

    def out(self, filters: Filters) -> frozenset[str]:
        """Ids of the policies that others in force have replaced, unless they are asked for."""
        return frozenset() if filters.name_versions else self._standing_back


def _passing(heads: Mapping[str, PolicyHead], filters: Filters) -> tuple[str, ...] | None:
    """Ids of the policies that pass, in their order; None if all of them do."""
    if filters == _NONE:
        return None
    passes = passing(filters)
    return tuple(key for key, head in heads.items() if passes(head))


def passing(filters: Filters) -> Callable[[PolicyHead], bool]:
    """Whether a policy passes."""
    if filters == _NONE:
        return lambda _head: True
    conditions = _conditions(filters)
    return lambda head: all(holds(head) for holds in conditions)


def named_like(head: PolicyHead, words: str) -> bool:
    """Whether the name or number of a policy holds each of the words."""
    number = head.card.number.value if head.card.number else ""
    called = f"{head.name} {number}"
    return all(word in called for word in words.split())


def _conditions(filters: Filters) -> list[Callable[[PolicyHead], bool]]:
    """One for each thing that is asked for."""
    tests: list[tuple[object, Callable[[PolicyHead], bool]]] = [
        (filters.policy_ids, lambda head: head.id in filters.policy_ids),
        (filters.issuers, lambda head: any(i in _issuers(head) for i in filters.issuers)),
        (filters.regions, lambda head: any(r in _region(head) for r in filters.regions)),
        (filters.levels, lambda head: _level(head) in filters.levels),
        (filters.kinds, lambda head: _is_of(head, filters.kinds)),
        (
            filters.issued_from or filters.issued_to,
            lambda head: _issued_within(head, filters),
        ),
        (
            filters.validities or filters.as_of,
            lambda head: _state(head, filters.as_of) in (filters.validities or (State.IN_FORCE,)),
        ),
    ]
    return [test for wanted, test in tests if wanted]


def _issuers(head: PolicyHead) -> str:
    return "\n".join(issuer.value for issuer in head.card.issuers)


def _region(head: PolicyHead) -> str:
    return head.card.region.value if head.card.region else ""


def _level(head: PolicyHead) -> str:
    return head.card.level.value if head.card.level else ""


def _is_of(head: PolicyHead, kinds: tuple[str, ...]) -> bool:
    kind = head.card.kind.value if head.card.kind else ""
    return kind in kinds or (NORMATIVE in kinds and kind in DOCUMENTS)


def _issued_within(head: PolicyHead, filters: Filters) -> bool:
    """A month alone is within where a day of it may be."""
    day = head.card.issued.value if head.card.issued else ""
    if not day or day < filters.issued_from[: len(day)]:
        return False
    return not filters.issued_to or day[: len(filters.issued_to)] <= filters.issued_to


def _state(head: PolicyHead, as_of: str) -> State:
    return head.validity.on(as_of) if as_of else head.validity.state
