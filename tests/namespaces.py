"""Commands in a namespace of their own: without a network, or with file systems of their own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest


class Run(Protocol):
    """Runs a command in the namespace, and waits for it."""

    def __call__(
        self, *command: str | Path, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]: ...


@contextmanager
def namespace(kind: str, prepare: str) -> Iterator[Run]:
    """A namespace of a kind, `net` or `mount`, for as long as the block lasts.

    Args:
        kind: as `unshare` calls it.
        prepare: what a shell does in it first.
    """
    ours = ("unshare", "--map-root-user", f"--{kind}", "sh", "-c")
    if not shutil.which("unshare") or subprocess.run([*ours, ":"], check=False).returncode:
        if os.environ.get("CI"):
            pytest.fail("namespaces are not allowed here")
        pytest.skip("namespaces are not allowed here")
    command = [*ours, f"{prepare} && echo ready && exec sleep infinity"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as there:
        try:
            assert there.stdout
            assert there.stdout.readline() == b"ready\n"
            entered = ("--user", f"--{kind}", "--preserve-credentials", f"--target={there.pid}")

            def run(
                *command: str | Path, cwd: Path | None = None
            ) -> subprocess.CompletedProcess[str]:
                return subprocess.run(
                    ["nsenter", *entered, *map(str, command)],
                    cwd=cwd,
                    check=False,
                    capture_output=True,
                    encoding="utf-8",
                )

            yield run
        finally:
            there.kill()
