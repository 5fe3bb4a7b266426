from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ui.cli import app
from ui.commands.config import table

ROOT = Path(__file__).parent.parent.parent.parent


def config(data: Path, *options: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["--data", str(data), *options, "config"], env=environment)


@pytest.fixture(autouse=True)
def no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command puts into the environment is taken out again."""
    monkeypatch.setenv("CHATBOT_CONFIG", "")


def test_the_table_of_settings_is_the_class_s() -> None:
    """Make it anew with `chatbot config --markdown > docs/settings.md`."""
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == table()


def test_each_setting_says_where_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / "chatbot.toml").write_text('log_level = "error"\nat_once = 9', encoding="utf-8")
    shown = config(tmp_path, CHATBOT_AT_ONCE="7").stdout.splitlines()
    settings = dict(zip(shown[1::2], shown[::2], strict=True))
    assert settings[f"CHATBOT_DATA={tmp_path}"].endswith("（命令行）")
    assert settings["CHATBOT_AT_ONCE=7"].endswith("（环境变量）")
    assert settings["CHATBOT_LOG_LEVEL=error"].endswith("chatbot.toml）")
    assert settings["CHATBOT_LOG_FORMAT=auto"].endswith("（缺省）")


def test_a_file_is_named_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text('llm_api_key = "sk-secret"\nllm_model = "qwen3"', encoding="utf-8")
    shown = config(tmp_path, "--config", str(file)).stdout
    assert "CHATBOT_LLM_MODEL=qwen3" in shown
    assert "sk-secret" not in shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("log_level = [", "无法读取"),
        ('log_levle = "info"', "CHATBOT_LOG_LEVLE"),
        ("at_once = 0", "CHATBOT_AT_ONCE"),
    ],
)
def test_what_is_wrong_in_a_file_is_said(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "chatbot.toml").write_text(text, encoding="utf-8")
    result = config(tmp_path)
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_file_that_is_not_there_is_missed(tmp_path: Path) -> None:
    result = config(tmp_path, "--config", str(tmp_path / "none.toml"))
    assert result.exit_code == 1
    assert "没有设置文件" in result.stderr
