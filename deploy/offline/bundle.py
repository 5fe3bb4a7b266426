"""One archive with which a machine without a network installs and runs: `make bundle`.

    python deploy/offline/bundle.py [--extras ocr,postgres] [--platform manylinux_2_28_aarch64]

It holds every package as a wheel, with hashes and licences listed, the script that installs them,
the unit for systemd and the documentation. Built-in model and policy are in the product's wheel.
The machine that it is made on needs the target's version of Python, and a network.
"""

import argparse
import platform
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_string
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).parent.parent.parent
GLIBC = 28
"""2.28, which the wheels of numpy and FAISS want: Debian 10, openEuler 20.03 and Kylin V10 on."""
OLDER_NAMES = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
LONGEST = 60
"""Characters of a licence's name; what is longer is its text."""


@dataclass(frozen=True, slots=True)
class Target:
    """The machine that an archive is for: glibc 2.`glibc`, and what `uname -m` says there."""

    glibc: int
    machine: str

    @classmethod
    def read(cls, written: str) -> "Target":
        """The target that a platform tag names."""
        match = re.fullmatch(r"manylinux_2_(\d+)_(\w+)", written)
        if not match:
            raise argparse.ArgumentTypeError(f"{written}: write it as manylinux_2_28_x86_64")
        return cls(int(match[1]), match[2])

    def __str__(self) -> str:
        return f"manylinux_2_{self.glibc}_{self.machine}"

    def platforms(self) -> Iterator[str]:
        """Those whose wheels run there, the best first (PEP 600)."""
        for minor in range(self.glibc, 4, -1):
            yield f"manylinux_2_{minor}_{self.machine}"
            if minor in OLDER_NAMES:
                yield f"{OLDER_NAMES[minor]}_{self.machine}"
        yield f"linux_{self.machine}"

    def tags(self) -> set[Tag]:
        """Of the wheels that this version of Python takes there."""
        platforms = list(self.platforms())
        return {*cpython_tags(platforms=platforms), *compatible_tags(platforms=platforms)}


def main() -> None:
    """Make the archive; print where it lies."""
    parser = argparse.ArgumentParser(description="Make an archive for machines without a network.")
    here = Target(GLIBC, platform.machine())
    parser.add_argument("--extras", default="ocr", help="of pyproject.toml, separated by commas")
    parser.add_argument("--platform", type=Target.read, default=here, help=f"by default {here}")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder")
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder:
        wheels = Path(folder, "wheels")
        collect(wheels, [each for each in chosen.extras.split(",") if each], chosen.platform)
        print(pack(wheels, chosen.platform, chosen.out))


def collect(wheels: Path, extras: Sequence[str], target: Target) -> None:
    """Fill a folder with the product and all that it needs, as wheels for the target.

    What is published as source alone is built here; where the wheel that this machine takes does
    not run on the target, the same version's that does is taken instead.
    """
    pins = wheels.with_name("pins.txt")
    resolve(pins, extras, target)
    run("pip", "wheel", "--no-deps", "--wheel-dir", wheels, "--requirement", pins, ROOT)
    tags = target.tags()
    again = [
        each for each in wheels.iterdir() if parse_wheel_filename(each.name)[3].isdisjoint(tags)
    ]
    if again:
        platforms = [f"--platform={each}" for each in target.platforms()]
        pinned = ["==".join(name_and_version(wheel)) for wheel in again]
        for wheel in again:
            wheel.unlink()
        binary = ("--no-deps", "--only-binary=:all:")
        run("pip", "download", *binary, *platforms, "--dest", wheels, *pinned)


def resolve(pins: Path, extras: Sequence[str], target: Target) -> None:
    """Write down what the product needs on the target, each with its version."""
    machine = f"{target.machine}-manylinux_2_{target.glibc}"
    options = ["--no-header", "--no-annotate", "--python-platform", machine]
    options += [f"--extra={each}" for each in extras]
    options += [f"--constraints={ROOT / 'constraints.txt'}", f"--output-file={pins}"]
    run("uv", "pip", "compile", *options, ROOT / "pyproject.toml")


def name_and_version(wheel: Path) -> tuple[str, str]:
    """What a wheel's file name says."""
    name, version, *_ = parse_wheel_filename(wheel.name)
    return name, str(version)


def pack(wheels: Path, target: Target, out: Path) -> Path:
    """Write the archive, and its hash beside it; where it lies."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    version = dict(map(name_and_version, wheels.iterdir()))["policy-chatbot"]
    name = f"policy-chatbot-{version}-cp{python.replace('.', '')}-{target}"
    tree = wheels.with_name(name)
    shutil.copytree(ROOT / "docs", tree / "docs", ignore=shutil.ignore_patterns("*.py", "images"))
    for source in ("README.md", "deploy/policy-chatbot.service", "deploy/offline/install"):
        shutil.copy(ROOT / source, tree)
    wheels = wheels.rename(tree / "wheels")
    files = sorted(wheels.iterdir())
    (tree / "target").write_text(f"{python} {target.machine}\n")
    rows = [f"./wheels/{file.name} --hash=sha256:{digest(file)}\n" for file in files]
    (tree / "requirements.txt").write_text("".join(rows))
    (tree / "licences.tsv").write_text("".join(map(licence, files)), encoding="utf-8")
    out.mkdir(parents=True, exist_ok=True)
    archive = out / f"{name}.tar"
    with tarfile.open(archive, "w") as tar:
        tar.add(tree, name, filter=owned_by_root)
    (out / f"{name}.tar.sha256").write_text(f"{digest(archive)}  {archive.name}\n")
    return archive


def licence(wheel: Path) -> str:
    """Name, version and licence of a package, as a line; the licence's text is in its wheel."""
    with ZipFile(wheel) as opened:
        inner = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_string(opened.read(inner).decode())
    kinds = [each for each in metadata.get_all("Classifier", []) if each.startswith("License ::")]
    said = metadata["License-Expression"] or " ".join((metadata["License"] or "").split())
    if not said or len(said) > LONGEST:
        said = "; ".join(kind.rsplit(" :: ", 1)[1] for kind in kinds) or said[:LONGEST] or "-"
    return f"{metadata['Name']}\t{metadata['Version']}\t{said}\n"


def digest(file: Path) -> str:
    """SHA-256, hexadecimal."""
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def owned_by_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whoever made the archive is nobody on the target."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


def run(module: str, *arguments: str | Path) -> None:
    """Run a tool of this environment."""
    command = [sys.executable, "-m", module, *map(str, arguments), "--quiet"]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
