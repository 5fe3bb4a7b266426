"""What an administrator says of a policy: kept beside what was read, and laid over it.

Keyed by source file, so that it outlives every new reading of the file, and its policy's removal,
which can be undone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from index.clause import Found, PolicyHead, Span
from index.rows import CARD_LISTS, CARD_VALUES
from index.tables import CORRECTIONS

_FIELDS = {*CARD_VALUES, *CARD_LISTS}
_NOWHERE = Span(0, 1)


def keep(
    connection: Connection, source_file: str, said: Mapping[str, Sequence[str] | None]
) -> None:
    """Keep what fields of a card are; None takes a correction back.

    `said` maps fields of `index.clause.Card` to their values; none of these: it is empty.
    """
    table = CORRECTIONS.c
    connection.execute(
        delete(CORRECTIONS).where(table.source_file == source_file, table.field.in_(said))
    )
    rows = [
        {"source_file": source_file, "field": field, "said": list(values)}
        for field, values in said.items()
        if values is not None
    ]
    if rows:
        connection.execute(insert(CORRECTIONS), rows)


def laid_over(connection: Connection, heads: Iterable[PolicyHead]) -> list[PolicyHead]:
    """The policies as they were read, with what is kept about them in its place."""
    kept: dict[str, dict[str, Sequence[str]]] = defaultdict(dict)
    for row in connection.execute(select(CORRECTIONS)):
        if row.field in _FIELDS:  # a later version may know more
            kept[row.source_file][row.field] = row.said
    return [
        _corrected(head, kept[head.source_file]) if head.source_file in kept else head
        for head in heads
    ]


def _corrected(head: PolicyHead, said: Mapping[str, Sequence[str]]) -> PolicyHead:
    values: dict[str, Any] = {
        field: tuple(map(_given, given)) if field in CARD_LISTS else _first(given)
        for field, given in said.items()
    }
    title = values.get("title")
    return replace(
        head,
        name=title.value if title else head.name,
        card=replace(head.card, **values),
        corrected=tuple(sorted(said)),
    )


def _first(values: Sequence[str]) -> Found[str] | None:
    return _given(values[0]) if values else None


def _given(value: str) -> Found[str]:
    return Found(value, _NOWHERE, corrected=True)
