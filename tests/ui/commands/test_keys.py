from pathlib import Path

import pytest
import typer

from ui.commands.keys import create, revoke, show
from ui.commands.serve import run


def test_a_key_is_shown_once_listed_and_revoked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create(tmp_path, "门户", ["ask"])
    secret = capsys.readouterr().out.strip()
    show(tmp_path)
    listed = capsys.readouterr().out
    assert "门户" in listed
    assert secret not in listed
    key = next(word for word in listed.split() if len(word) == 8 and word.isalnum())
    revoke(tmp_path, key)
    assert "已停用" in capsys.readouterr().out


def test_an_unknown_scope_is_an_error_that_names_those_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        create(tmp_path, "门户", ["root"])
    assert "read、ask、admin" in capsys.readouterr().err


def test_without_a_key_no_other_machine_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        run(tmp_path, "0.0.0.0", 0)
    assert "chatbot keys create" in capsys.readouterr().err
