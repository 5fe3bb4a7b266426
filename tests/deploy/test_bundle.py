"""The archive for machines without a network, installed and used where no route leads anywhere.

`POLICY_BUNDLE` names the archive that `make bundle` made; without it these tests are skipped.
"""

import json
import os
import shutil
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.namespaces import Run, namespace

ASK = """
import json, sys, time, urllib.request
asked = urllib.request.Request(
    "http://127.0.0.1:8000/v1/ask",
    json.dumps({"question": "中试平台怎么建"}).encode(),
    {"Content-Type": "application/json"},
)
for _ in range(600):
    try:
        sys.stdout.write(urllib.request.urlopen(asked, timeout=60).read().decode())
        break
    except OSError:
        time.sleep(0.2)
"""
CONNECT = "import socket; socket.create_connection(('192.0.2.1', 443), 5)"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked archive."""
    named = os.environ.get("POLICY_BUNDLE")
    if not named:
        pytest.skip("POLICY_BUNDLE names no archive; make bundle makes one")
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(named) as tar:
        tar.extractall(folder, filter="data")
    return next(folder.iterdir())


@pytest.fixture(scope="module")
def island() -> Iterator[Run]:
    """Runs a command on a network of its own, with a loopback and nothing else."""
    with namespace("net", "ip link set lo up") as run:
        yield run


@pytest.fixture(scope="module")
def installed(bundle: Path, island: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `chatbot` of an installation that was made on the island."""
    folder = tmp_path_factory.mktemp("opt") / "policy-chatbot"
    done = island("sh", bundle / "install", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"已安装到 {folder}" in done.stdout
    return folder / "bin/chatbot"


def test_no_route_leads_from_the_island(island: Run) -> None:
    assert "Network is unreachable" in island(sys.executable, "-c", CONNECT).stderr


def test_what_was_installed_answers_with_its_own_model_and_policy(
    installed: Path, island: Run, tmp_path: Path
) -> None:
    done = island(installed, "--data", "data", "ask", "--json", "四（六）14", cwd=tmp_path)
    citation = json.loads(done.stdout)["citations"][0]
    assert citation["label"].endswith("（工信部联科〔2024〕12号）四、（六）14")


def test_what_was_installed_serves_the_api(installed: Path, island: Run, tmp_path: Path) -> None:
    serve = f'"{installed}" --data data serve >&2 & "$0" -c "$1"; kill $!; wait'
    done = island("sh", "-c", serve, installed.with_name("python"), ASK, cwd=tmp_path)
    assert "中试" in json.loads(done.stdout)["answer"]


def test_scans_are_read_by_the_models_that_came_along(installed: Path, island: Run) -> None:
    done = island(installed.with_name("python"), "-c", "import rapidocr; rapidocr.RapidOCR()")
    assert done.returncode == 0, done.stderr


def test_torch_is_not_in_it(bundle: Path) -> None:
    assert not list(bundle.glob("wheels/torch-*"))


def test_every_package_is_listed_with_its_licence(bundle: Path) -> None:
    rows = [
        row.split("\t")
        for row in (bundle / "licences.tsv").read_text(encoding="utf-8").splitlines()
    ]
    assert len(rows) == len(list((bundle / "wheels").iterdir()))
    unnamed = [name for name, _, licence in rows if licence == "-"]
    assert unnamed in ([], ["policy-chatbot"])


def test_a_file_that_was_altered_is_not_installed(
    bundle: Path, island: Run, tmp_path: Path
) -> None:
    there = shutil.copytree(bundle, tmp_path / "altered", copy_function=os.link)
    wheel = next((there / "wheels").glob("typer-*"))
    content = wheel.read_bytes()
    wheel.unlink()
    wheel.write_bytes(content + b"\0")
    done = island("sh", there / "install", tmp_path / "venv")
    assert done.returncode == 1
    assert "请重新拷贝安装包后再试" in done.stderr
    assert not (tmp_path / "venv/bin/chatbot").exists()
    assert not list((tmp_path / "venv").rglob("site-packages/numpy"))


def test_another_python_is_refused_before_anything_is_written(
    bundle: Path, island: Run, tmp_path: Path
) -> None:
    there = shutil.copytree(bundle, tmp_path / "other", copy_function=os.link)
    (there / "target").unlink()
    (there / "target").write_text("3.99 x86_64\n", encoding="utf-8")
    done = island("sh", there / "install", tmp_path / "venv")
    assert done.returncode == 1
    assert "适用于 Python 3.99 x86_64" in done.stderr
    assert not (tmp_path / "venv").exists()
