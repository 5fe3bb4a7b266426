"""Cards read again from the texts in the library, as earlier versions read them otherwise."""

from dataclasses import replace

from sqlalchemy import Connection, bindparam, select, update

from index import rows
from index.card import read
from index.clause import Card, Clause, Source
from index.tables import CLAUSES, POLICIES


def read_cards_again(connection: Connection) -> list[str]:
    """Read every card again from text and clauses; the source files of those that changed.

    What only the header of a file said is not in its clauses, and stays as it was read.
    """
    changed = []
    for policy_id in connection.execute(select(POLICIES.c.id)).scalars().all():
        row = connection.execute(_POLICY, {"id": policy_id}).one()
        before = rows.card(row.card)
        clauses = tuple(
            rows.clause(each, row.text[each.start : each.end])
            for each in connection.execute(_CLAUSES, {"id": policy_id})
        )
        card = _with_header(read(Source(row.text, ()), clauses), before, clauses)
        if card != before:
            name = card.title.value if card.title else row.name
            values = {"policy": policy_id, "card": rows.card_values(card), "name": name}
            connection.execute(_DESCRIBE, values)
            changed.append(row.source_file)
    return changed


def _with_header(card: Card, before: Card, clauses: tuple[Clause, ...]) -> Card:
    """The card with what was read outside of all clauses."""
    said = before.published
    in_header = said and not any(clause.own.covers(said.span) for clause in clauses)
    return replace(
        card,
        url=before.url,
        collected=before.collected,
        published=said if in_header else card.published,
    )


_POLICY = select(POLICIES).where(POLICIES.c.id == bindparam("id"))
_CLAUSES = select(CLAUSES).where(CLAUSES.c.policy_id == bindparam("id")).order_by(CLAUSES.c.ordinal)
_DESCRIBE = (
    update(POLICIES)
    .where(POLICIES.c.id == bindparam("policy"))
    .values(card=bindparam("card"), name=bindparam("name"))
)
