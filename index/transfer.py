"""The rows of one database copied into another, whichever engines the two have."""

from sqlalchemy import Connection, LargeBinary, MetaData, Table, delete, func, insert, select, text

_AT_ONCE = 1_000
"""Rows held in memory; of tables with files in them, one."""


def copy_rows(source: Connection, target: Connection, metadata: MetaData) -> None:
    """Have the tables of `target` hold what those of `source` do, and nothing else.

    Both have the tables of `metadata`. Who else writes to them waits until the transaction of
    `target` ends, which is the caller's to end.
    """
    tables = metadata.sorted_tables
    if target.dialect.name == "postgresql":
        names = ", ".join(table.name for table in tables)
        target.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    for table in reversed(tables):
        target.execute(delete(table))
    for table in tables:
        _copy(source, target, table)


def _copy(source: Connection, target: Connection, table: Table) -> None:
    files = any(isinstance(column.type, LargeBinary) for column in table.columns)
    wanted = select(table).execution_options(yield_per=1 if files else _AT_ONCE)
    for rows in source.execute(wanted).mappings().partitions():
        target.execute(insert(table), [dict(row) for row in rows])
    counted = table.autoincrement_column
    if counted is not None and target.dialect.name == "postgresql":
        last = select(func.coalesce(func.max(counted), 0) + 1).scalar_subquery()
        sequence = func.pg_get_serial_sequence(table.name, counted.name)
        target.execute(select(func.setval(sequence, last, False)))
