import csv
from io import StringIO

import pytest

from chatbot.export.csv import table_csv
from chatbot.export.imprint import Imprint
from chatbot.tables.table import Cell, Table
from tests.makers import quote


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_table_is_its_columns_and_where_each_row_comes_from(imprint: Imprint) -> None:
    first, second = quote("甲", name="甲意见"), quote("乙", name="乙意见")
    rows = ((Cell("一,二", (first,)), Cell('"三"\n四', (second, first))), (Cell("五"), Cell("")))
    assert read(table_csv(Table("目标", ("名称", "值"), rows), imprint)) == [
        ["名称", "值", "出处"],
        ["一,二", '"三"\n四', "《甲意见》1；《乙意见》1"],
        ["五", "", ""],
    ]


def test_excel_knows_that_it_is_utf_8(imprint: Imprint) -> None:
    content = table_csv(Table("表", ("甲",), ()), imprint)
    assert content == "\ufeff甲,出处\r\n".encode()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " ="])
def test_no_cell_is_a_formula(start: str, imprint: Imprint) -> None:
    harmful = f"{start}HYPERLINK(1)"
    rows = read(table_csv(Table("表", (harmful,), ((Cell(harmful),),)), imprint))
    assert [row[0] for row in rows] == [f"'{harmful}"] * 2


@pytest.mark.parametrize("text", ["10%-20%", "A=B", "a@b.cn", "百家"])
def test_what_is_no_formula_stays_as_it_is(text: str, imprint: Imprint) -> None:
    assert read(table_csv(Table("表", ("甲",), ((Cell(text),),)), imprint))[1][0] == text
