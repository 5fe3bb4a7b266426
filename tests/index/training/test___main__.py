"""The command."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sentence_transformers")


TEXT = """# 条例

第一条 企业应当建设中试平台，平台应当向社会开放。

第二条 国家鼓励共享实验设备。共享可以降低成本。
"""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "index.training", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_one_command_adapts_the_model_to_a_folder(tmp_path: Path) -> None:
    (tmp_path / "条例.md").write_text(TEXT, encoding="utf-8")
    done = run(tmp_path, "--out", tmp_path / "model", "--sentence-transformers", tmp_path / "st")
    assert done.returncode == 0, done.stderr
    assert "builtin:" in done.stdout
    assert (tmp_path / "st" / "modules.json").exists()


def test_a_folder_with_nothing_to_learn_ends_with_the_reason(tmp_path: Path) -> None:
    done = run(tmp_path, "--out", tmp_path / "model")
    assert done.returncode == 1
    assert "没有可供训练的条款" in done.stderr


def test_questions_kept_for_testing_end_the_training_before_it_starts(tmp_path: Path) -> None:
    (tmp_path / "条例.md").write_text(TEXT, encoding="utf-8")
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "谁建设中试平台", "gold": []}', encoding="utf-8")
    done = run(
        *(tmp_path, "--out", tmp_path / "model", "--questions", questions, "--never", questions)
    )
    assert done.returncode == 1
    assert "--never" in done.stderr
    assert not (tmp_path / "model").exists()
