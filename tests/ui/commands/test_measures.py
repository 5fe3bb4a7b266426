import json
from pathlib import Path

import pytest
import typer

from ui.commands.measures import run

ROBOTS = "我们是做人形机器人的小企业，缺资金"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("measures") / "data"


def test_measures_are_shown_with_their_sources(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(data, ROBOTS, as_json=False)
    shown = capsys.readouterr().out
    assert "项措施可能适用" in shown
    assert "（工信部联科〔2024〕12号）五、（二）" in shown


def test_the_json_is_that_of_the_api(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(data, ROBOTS, as_json=True)
    body = json.loads(capsys.readouterr().out)
    assert body["profile"]["needs"] == ["资金"]
    assert body["groups"][0]["measures"][0]["citation"]["quote"]


def test_a_text_on_nobody_is_an_error_with_a_hint(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        run(data, "今天天气", as_json=False)
    assert "请说明行业或产品" in capsys.readouterr().err
