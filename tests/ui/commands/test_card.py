import json
from pathlib import Path

import pytest
import typer

from chatbot.settings import Settings
from chatbot.wiring import open_chatbot
from ui.commands.card import run

NUMBER = "工信部联科〔2024〕12号"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    open_chatbot(Settings(data=tmp_path)).close()
    return tmp_path


@pytest.fixture
def name(data: Path) -> str:
    chatbot = open_chatbot(Settings(data=data))
    [head] = chatbot.library.heads()
    chatbot.close()
    return head.name


def test_the_card_is_shown_with_places_and_confidence(
    data: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(data, name, [], [], as_json=False)
    shown = capsys.readouterr().out
    assert f"《{name}》现行有效" in shown
    [line] = [line for line in shown.splitlines() if "document_number" in line]
    assert NUMBER in line
    assert "第 " in line
    assert line.rstrip().endswith("1.0")


def test_a_correction_is_marked_until_it_is_taken_back(
    data: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["validity=已废止", "issuers=甲部", "issuers=乙部", "issued="]
    run(data, name, given, [], as_json=True)
    shown = json.loads(capsys.readouterr().out)
    assert shown["validity"] == "已废止"
    assert [issuer["value"] for issuer in shown["issuers"]] == ["甲部", "乙部"]
    assert shown["corrected"] == ["issued", "issuers", "validity"]
    run(data, name, [], ["validity", "issuers", "issued"], as_json=True)
    assert json.loads(capsys.readouterr().out)["corrected"] == []


@pytest.mark.parametrize(
    "pair", ["colour=red", "effective=昨天", "validity=还行", "kind=诗", "validity"]
)
def test_what_is_not_understood_is_refused_and_changes_nothing(
    data: Path, name: str, pair: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if pair == "validity":  # no value: nothing is said of it
        pair = "=现行有效"
    with pytest.raises(typer.Exit):
        run(data, name, ["level=省", pair], [], as_json=False)
    said = capsys.readouterr().err
    assert pair.partition("=")[0] in said
    assert "没有改动任何内容" in said
    run(data, name, [], [], as_json=True)
    assert json.loads(capsys.readouterr().out)["corrected"] == []


def test_a_policy_that_is_not_there_is_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        run(data, "没有的意见", [], [], as_json=False)
    assert "没有收录：没有的意见" in capsys.readouterr().err
