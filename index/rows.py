"""Clauses and cards as the plain values of table columns."""

from collections.abc import Iterable, Sequence
from typing import Any

from index.clause import Card, Clause, Found, Span

_CARD_LISTS = ("issuers", "addressees")
_CARD_VALUES = ("title", "number", "issued", "published", "url", "collected")


def clause_values(clause: Clause, ordinal: int) -> dict[str, Any]:
    """The columns of a clause that is the `ordinal`-th of its policy."""
    return {
        "id": clause.id,
        "policy_id": clause.policy_id,
        "ordinal": ordinal,
        "kind": clause.kind.value,
        "number": clause.number,
        "title": clause.title,
        "trail": "\n".join(clause.trail),
        "reference": clause.reference,
        "start": clause.span.start,
        "end": clause.span.end,
        "own_end": clause.own.end,
        "unit": clause.unit,
    }


def card_values(card: Card) -> dict[str, Any]:
    """Field → `[value, start, end]`, or None; for issuers and addressees a list of such."""
    single = {key: _flat([getattr(card, key)]) for key in _CARD_VALUES}
    return {key: value[0] if value else None for key, value in single.items()} | {
        key: _flat(getattr(card, key)) for key in _CARD_LISTS
    }


def card(values: dict[str, Any]) -> Card:
    """The card that `card_values` took apart."""
    single = {key: _found(values[key]) for key in _CARD_VALUES if values[key]}
    lists = {key: tuple(map(_found, values[key])) for key in _CARD_LISTS}
    return Card(**single, **lists)  # type: ignore[arg-type]


def _found(value: Sequence[Any]) -> Found[str]:
    return Found(value[0], Span(value[1], value[2]))


def _flat(found: Iterable[Found[str] | None]) -> list[tuple[str, int, int]]:
    return [(f.value, f.span.start, f.span.end) for f in found if f]
