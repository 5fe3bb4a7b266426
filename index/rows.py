"""Clauses, cards and policies as the plain values of table columns, both ways."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Row

from index.clause import Card, Clause, Found, Kind, Place, PolicyHead, Span

CARD_LISTS = ("issuers", "addressees", "subjects", "repeals", "attachments")
CARD_VALUES = tuple(field.name for field in fields(Card) if field.name not in CARD_LISTS)


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
        "place": _place_values(clause.place),
    }


def clause(row: Row[*tuple[Any, ...]], text: str) -> Clause:
    """The clause that `clause_values` took apart; `text` is what its span marks."""
    policy_id, *path = row.id.split(".")
    return Clause(
        id=row.id,
        policy_id=policy_id,
        kind=Kind(row.kind),
        number=row.number,
        title=row.title,
        path=tuple(path),
        trail=tuple(row.trail.split("\n")),
        reference=row.reference,
        text=text,
        span=Span(row.start, row.end),
        own=Span(row.start, row.own_end),
        parent=row.id.rpartition(".")[0] if len(path) > 1 else None,
        unit=row.unit,
        place=_place(row.place),
    )


def _place_values(place: Place | None) -> list[Any] | None:
    """`[page, box, paragraph]`."""
    return [place.page, place.box, place.paragraph] if place else None


def _place(values: Sequence[Any] | None) -> Place | None:
    if values is None:
        return None
    page, box, paragraph = values
    return Place(page, tuple(box) if box else None, paragraph)


def head(row: Row[*tuple[Any, ...]]) -> PolicyHead:
    """The policy of a row, without its text."""
    return PolicyHead(row.id, row.source_file, row.sha256, row.name, card(row.card))


def card_values(card: Card) -> dict[str, Any]:
    """Field → `[value, start, end, confidence]`, or None; for what there are several of, a list."""
    single = {key: _flat([getattr(card, key)]) for key in CARD_VALUES}
    return {key: value[0] if value else None for key, value in single.items()} | {
        key: _flat(getattr(card, key)) for key in CARD_LISTS
    }


def card(values: dict[str, Any]) -> Card:
    """The card that `card_values` took apart; fields that were not known then are empty."""
    single = {key: _found(values[key]) for key in CARD_VALUES if values.get(key)}
    lists = {key: tuple(map(_found, values.get(key, ()))) for key in CARD_LISTS}
    return Card(**single, **lists)  # type: ignore[arg-type]


def _found(value: Sequence[Any]) -> Found[str]:
    said, start, end, *confidence = value
    return Found(said, Span(start, end), *confidence)


def _flat(found: Iterable[Found[str] | None]) -> list[tuple[str, int, int, float]]:
    return [(f.value, f.span.start, f.span.end, f.confidence) for f in found if f]
