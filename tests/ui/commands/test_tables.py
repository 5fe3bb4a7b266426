import json
from pathlib import Path

import pytest

from ui.commands.tables import run, run_compare


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables") / "data"


def test_the_only_policy_needs_no_name(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(data, "targets", "", as_json=False)
    assert "形成百项标志性产品" in capsys.readouterr().out


def test_the_json_is_that_of_the_api(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(data, "tasks", "工信部联科〔2024〕12号", as_json=True)
    assert json.loads(capsys.readouterr().out)["columns"][2] == "责任单位"


def test_two_policies_stand_side_by_side(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = "工信部联科〔2024〕12号"
    run_compare(data, number, number, as_json=False)
    assert "相同" in capsys.readouterr().out
