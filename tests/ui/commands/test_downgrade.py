import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatbot.records import tables as records
from index import tables as library
from index.schema import Schema, _numbers
from ui.cli import app


@pytest.fixture
def data(tmp_path: Path) -> Path:
    library.open_engine(tmp_path).dispose()
    return tmp_path


def chatbot(data: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["--data", str(data), "downgrade", *arguments])
    return done.exit_code, done.output


def test_nothing_is_taken_back_before_it_is_confirmed(data: Path) -> None:
    code, said = chatbot(data, "library", "0001")
    assert (code, "没有改动任何内容" in said) == (1, True)


def test_at_the_newest_step_there_is_nothing_to_take_back(data: Path) -> None:
    before = contents(data / "library.db")
    code, said = chatbot(data, "library", library.SCHEMA.head, "--yes")
    assert (code, "没有可退回的" in said) == (0, True)
    code, said = chatbot(data, "library", "0000", "--yes")
    assert (code, "没有经过结构版本 '0000'" in said, library.SCHEMA.head in said) == (1, True, True)
    assert contents(data / "library.db") == before


@pytest.mark.parametrize("schema", [library.SCHEMA, records.SCHEMA], ids=lambda each: each.name)
def test_every_step_can_be_taken_back_and_taken_again(schema: Schema, tmp_path: Path) -> None:
    """As an earlier version wants them, and the later one once more."""
    file = tmp_path / f"{schema.name}.db"
    opens = {"library": library.open_engine, "records": records.open_records}[schema.name]
    opens(tmp_path).dispose()
    before = contents(file)
    for step in _numbers(schema, "head")[::-1]:
        assert chatbot(tmp_path, schema.name, step, "--yes")[0] == 0
    opens(tmp_path).dispose()
    assert contents(file) == before


def contents(file: Path) -> list[str]:
    """All that a database holds, as SQL."""
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def test_records_that_are_not_there_have_no_steps(data: Path) -> None:
    assert chatbot(data, "records", "0001", "--yes")[0] == 1
    assert not (data / "records.db").exists()
