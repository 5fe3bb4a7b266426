from pathlib import Path

import pytest
import typer

from ui.commands.sites import create, revoke, show


def test_a_site_is_registered_listed_and_revoked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create(tmp_path, "省政府门户", ["https://Portal.example:443"])
    told = capsys.readouterr()
    site = told.out.split('site="')[1].split('"')[0]
    assert "要有密钥" in told.err
    show(tmp_path)
    listed = capsys.readouterr().out
    assert site in listed
    cells = [line.split("│") for line in listed.splitlines() if "│" in line]
    assert "".join(row[3].strip() for row in cells) == "https://portal.example"
    revoke(tmp_path, site)
    assert "已停用" in capsys.readouterr().out
    with pytest.raises(typer.Exit):
        revoke(tmp_path, site)
    assert "chatbot sites list" in capsys.readouterr().err


def test_what_is_no_origin_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        create(tmp_path, "门户", ["portal.example/path"])
    assert "https://portal.example" in capsys.readouterr().err
