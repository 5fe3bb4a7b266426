"""What a portal is deployed with, held against those who read it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
MANIFESTS = sorted(
    set((DEPLOY / "kubernetes").glob("*.yaml")) - {DEPLOY / "kubernetes/kustomization.yaml"}
)


def passes(*command: str | Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in command], check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def installed(program: str) -> str:
    """A program of Debian's; CI must have it."""
    found = shutil.which(program)
    if not found and os.environ.get("CI"):
        pytest.fail(f"{program} is not installed")
    return found or pytest.skip(f"{program} is not installed")


def test_the_dockerfile_is_as_its_linter_wants_it() -> None:
    passes(BIN / "hadolint", DEPLOY / "Dockerfile")


def test_the_image_has_what_the_wheel_is_made_of_and_no_more() -> None:
    """The stage that builds copies the four packages; the ignored rest never reaches it."""
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY ([a-z]+) \1$", dockerfile, re.MULTILINE))
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert copied == {"chatbot", "index", "prompts", "ui"}
    assert {f"!{name}" for name in copied} < set(ignored)
    assert ignored[0] == "*"


def test_the_compose_file_follows_its_specification() -> None:
    passes(
        BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml"
    )


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.name)
def test_a_manifest_follows_the_schema_of_kubernetes(manifest: Path) -> None:
    passes(BIN / "kubernetes-validate", "--strict", "-k", "1.33", manifest)


def test_every_manifest_is_applied() -> None:
    listed = (DEPLOY / "kubernetes/kustomization.yaml").read_text(encoding="utf-8")
    assert {path.name for path in MANIFESTS} == set(
        re.findall(r"^  - (\S+\.yaml)$", listed, re.MULTILINE)
    )


def test_systemd_reads_the_unit_and_finds_it_shut(tmp_path: Path) -> None:
    systemd = installed("systemd-analyze")
    unit = (DEPLOY / "policy-chatbot.service").read_text(encoding="utf-8")
    there = tmp_path / "policy-chatbot.service"
    there.write_text(unit.replace("/opt/policy-chatbot/bin/chatbot", sys.executable), "utf-8")
    done = passes(systemd, "verify", "--man=no", there)
    assert done.stderr == ""
    passes(systemd, "security", "--offline=true", "--threshold=20", there)
