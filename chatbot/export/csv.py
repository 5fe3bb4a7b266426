"""A table as CSV (RFC 4180), in UTF-8 with the mark by which Excel knows it."""

import csv
from io import StringIO

from chatbot.export.imprint import Imprint
from chatbot.tables.table import Cell, Table
from index.citation import label

_SOURCES = "出处"
# Full width too: some spreadsheets read it as the same (OWASP, CSV Injection).
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def table_csv(table: Table, _imprint: Imprint) -> bytes:
    """The table's columns, and in a last one where each row comes from.

    There is no line but the table's own, so that programs can read it: neither title nor imprint.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([plain(column) for column in (*table.columns, _SOURCES)])
    for row in table.rows:
        writer.writerow([plain(each) for each in (*(cell.text for cell in row), _sources(row))])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _sources(row: tuple[Cell, ...]) -> str:
    """Every source of a row once, in the order of its cells."""
    labels = (label(quote.policy, quote.clause) for cell in row for quote in cell.quotes)
    return "；".join(dict.fromkeys(labels))


def plain(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
