"""The wheel holds the four packages, wholly, and works where nothing else is."""

import json
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.ports import free_port

ROOT = Path(__file__).parent.parent
PACKAGES = {"chatbot", "index", "prompts", "ui"}
UV = ROOT / ".venv" / "bin" / "uv"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    uv("build", "--wheel", "--no-build-isolation", "--out-dir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an empty environment into which only the wheel was installed."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    uv("venv", folder)
    uv("pip", "install", "--python", folder, "-c", ROOT / "constraints.txt", wheel)
    return folder / "bin" / "chatbot"


def test_the_wheel_holds_exactly_the_tracked_files(wheel: Path) -> None:
    """Hatchling obeys .gitignore: a line `index/` there would silently empty the wheel."""
    git = ["git", "-c", "core.quotePath=false", "ls-files", *sorted(PACKAGES)]
    listed = subprocess.run(git, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    inside = zipfile.ZipFile(wheel).namelist()
    assert {name for name in inside if ".dist-info/" not in name} == set(listed.stdout.splitlines())


def test_nothing_else_in_the_environment_owns_our_package_names() -> None:
    """Installers overwrite silently when two distributions bring the same top level.

    An editable install of ours claims none of them.
    """
    owners = packages_distributions()
    claimed = {owner for name in PACKAGES for owner in owners.get(name, [])}
    assert claimed <= {"policy-chatbot"}


def test_the_wheel_alone_answers_a_question(installed: Path, tmp_path: Path) -> None:
    """Without torch and sentence-transformers, from a folder that holds nothing."""
    command = [str(installed), "--data", "data", "ask", "--json", "四（六）14"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    citation = json.loads(done.stdout)["citations"][0]
    assert citation["label"].endswith("（工信部联科〔2024〕12号）四、（六）14")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_the_wheel_alone_serves_page_and_api(installed: Path, tmp_path: Path) -> None:
    port = free_port()
    server = subprocess.Popen(
        [str(installed), "--data", "data", "serve", "--port", str(port)],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
    )
    try:
        assert json.loads(fetch(f"http://127.0.0.1:{port}/readyz"))
        assert "gradio" in fetch(f"http://127.0.0.1:{port}/")
    finally:
        server.terminate()
        server.wait(timeout=120)


def uv(*arguments: str | Path) -> None:
    command = [UV, *arguments, "--quiet"]
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def fetch(url: str, patience_s: float = 300) -> str:
    """The page at `url`, waiting for the server to come up."""
    until = time.monotonic() + patience_s
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return str(response.read().decode())
        except (urllib.error.URLError, TimeoutError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
