"""What the Dockerfile says, done without Docker: in a folder that stands for the image."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.deploy.test_files import installed
from tests.ports import free_port
from tests.waiting import PATIENCE_S

ROOT = Path(__file__).parent.parent.parent
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
UV = Path(sys.executable).parent / "uv"
_PLACES = re.compile(r"(?<![\w.])/(?=opt/|data\b|src\b)")


@dataclass(frozen=True)
class Image:
    """The folder of the image, and what the last stage says of the process in it."""

    root: Path
    said: dict[str, str]

    def words(self, instruction: str) -> list[str]:
        """The words of an instruction in exec form."""
        words: list[str] = json.loads(self.said[instruction])
        return words

    @property
    def environment(self) -> dict[str, str]:
        pairs = (pair.split("=", 1) for pair in shlex.split(self.said["ENV"]))
        path = os.environ["PATH"]
        return {name: placed(value, self.root).replace("$PATH", path) for name, value in pairs}


def instructions() -> list[tuple[str, str]]:
    """Each with what follows it, lines that go on joined."""
    text = re.sub(r"^\s*#.*\n", "", DOCKERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    split = (line.split(maxsplit=1) for line in lines if line.strip())
    return [(name, " ".join(rest.split())) for name, rest in split]


def placed(command: str, root: Path) -> str:
    """The command with the image's folders where they are."""
    return _PLACES.sub(f"{root}/", command)


def copied(arguments: str, root: Path) -> None:
    *names, target = arguments.split()
    for name in names:
        source, to = ROOT / name, root / "src" / target
        if source.is_dir():
            shutil.copytree(source, to, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, to)


def done(command: str, root: Path) -> None:
    """A command of RUN: with this Python, uv for pip, and users of the image instead of ours."""
    as_root = "" if os.geteuid() == 0 else f"{installed('sudo')} "
    for ours, here in (
        ("python -m venv", f"{Path(sys.executable).resolve()} -m venv"),
        ("/opt/policy-chatbot/bin/pip install", f"{UV} pip install --python /opt/policy-chatbot"),
        ("--no-cache-dir ", ""),
        ("useradd ", f"{as_root}useradd --prefix {root} "),
        ("-o policy -g policy ", ""),
    ):
        command = command.replace(ours, here)
    subprocess.run(["sh", "-euc", placed(command, root)], cwd=root / "src", check=True)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """Every RUN and COPY of the build, in their order."""
    root = tmp_path_factory.mktemp("image")
    (root / "etc").mkdir()
    for name in ("passwd", "shadow", "group", "gshadow"):
        (root / "etc" / name).touch()
    said: dict[str, str] = {}
    for name, rest in instructions():
        if name == "WORKDIR":
            Path(placed(rest, root)).mkdir()
        elif name == "COPY" and not rest.startswith("--from"):
            copied(rest, root)
        elif name == "RUN":
            done(rest, root)
        said[name] = rest
    return Image(root, said)


def test_the_process_is_that_of_a_user_without_rights(image: Image) -> None:
    user = next(line for line in (image.root / "etc" / "passwd").read_text().splitlines() if line)
    name, _, number, *_, shell = user.split(":")
    assert (name, number, shell) == ("policy", image.said["USER"], "/usr/sbin/nologin")
    assert (image.root / "data").stat().st_mode & 0o777 == 0o750


def test_what_is_copied_into_the_image_starts_is_healthy_and_writes_its_data_alone(
    image: Image,
) -> None:
    port = free_port()
    environment = {**os.environ, **image.environment}
    program, *serve = image.words("ENTRYPOINT") + image.words("CMD")
    serve = [str(port) if word == "8000" else word for word in serve]
    bin_ = image.root / "opt" / "policy-chatbot" / "bin"
    before = files(image.root / "opt")
    command = str(bin_ / program)
    made = [command, "keys", "create", "管理员"]
    subprocess.run(made, env=environment, cwd="/", check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([command, *serve], env=environment, cwd="/")
    try:
        check = shlex.split(image.said["HEALTHCHECK"].split("CMD ", 1)[1].strip("[]"))
        code = check[-1].replace(":8000/", f":{port}/").replace("timeout=2", "timeout=60")
        while subprocess.run(
            [bin_ / "python", "-c", code], check=False, stderr=subprocess.DEVNULL
        ).returncode:
            assert server.poll() is None, "the server ended"
            time.sleep(0.5)
        assert httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE_S).json() == {
            "status": "ok"
        }
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=120)
    finally:
        server.kill()
        server.wait()
    assert files(image.root / "opt") == before
    assert (image.root / "data" / "library.db").exists()


def files(place: Path) -> set[tuple[str, int]]:
    """Files and when they changed; but for what gradio keeps beside itself where it can."""
    return {
        (path.relative_to(place).as_posix(), path.lstat().st_mtime_ns)
        for path in place.rglob("*")
        if not path.is_dir() and path.name != "hash_seed.txt"
    }
