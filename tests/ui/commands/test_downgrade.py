from pathlib import Path

import pytest
from typer.testing import CliRunner

from index import tables as library
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


def test_tables_go_back_to_a_step_that_was_taken(data: Path) -> None:
    assert chatbot(data, "library", "0001", "--yes")[0] == 0
    code, said = chatbot(data, "library", "0000", "--yes")
    assert (code, "0001" in said) == (1, True)


def test_records_that_are_not_there_have_no_steps(data: Path) -> None:
    assert chatbot(data, "records", "0001", "--yes")[0] == 1
    assert not (data / "records.db").exists()
