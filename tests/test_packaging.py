"""The wheel holds the four packages, wholly, and nothing else."""

import subprocess
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"chatbot", "index", "prompts", "ui"}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    uv = ROOT / ".venv" / "bin" / "uv"
    command = [uv, "build", "--wheel", "--no-build-isolation", "--quiet", "--out-dir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_exactly_the_tracked_files(wheel: Path) -> None:
    """Hatchling obeys .gitignore: a line `index/` there would silently empty the wheel."""
    command = ["git", "-c", "core.quotePath=false", "ls-files", *sorted(PACKAGES)]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    inside = zipfile.ZipFile(wheel).namelist()
    shipped = {name for name in inside if ".dist-info/" not in name}
    assert shipped == set(listed.stdout.splitlines())


def test_nothing_else_in_the_environment_owns_our_package_names() -> None:
    """Installers overwrite silently when two distributions bring the same top level."""
    owners = packages_distributions()
    assert set().union(*(owners[name] for name in PACKAGES)) == {"policy-chatbot"}
