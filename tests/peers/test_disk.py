"""A real file system that is full, or may only be read."""

import json
import sys
from pathlib import Path
from typing import Any

from tests.laws import law
from tests.namespaces import namespace

ROOT = Path(__file__).parent.parent.parent
PROGRAM = """
import json, shutil, subprocess, sys
from contextlib import closing
from pathlib import Path
from chatbot.doctor import examine
from chatbot.settings import Settings
from index.embedders import load
from index.errors import LibraryUnavailable
from index.ingest import ingest
from index.snapshot import open_searcher

data, files, embedder, said = Path(sys.argv[1]), Path(sys.argv[2]), load("builtin"), {}

def remount(options):
    subprocess.run(["mount", "-o", f"remount,{options}", data.parent], check=True)

def leave(kilobytes):
    used = shutil.disk_usage(data).used // 1024
    remount(f"size={used + kilobytes}k")

def put(folder):
    try:
        report = ingest(data, [files / folder], embedder=embedder)
        return [len(report.added), report.policies]
    except LibraryUnavailable as error:
        return str(error)

def answers():
    with closing(open_searcher(data, embedder=embedder)) as searcher:
        return [hit.policy.source_file for hit in searcher.search("甲办法的规定")]

def wrong(repair=False):
    found = examine(Settings(data=data), repair=repair)
    return {each.what: each.text for each in found if each.state != "good"}
"""
FULL = """
put("一份")
leave(400)
said["refused"], said["answers"], said["wrong"] = put("许多"), answers(), wrong()
leave(0)
said["no room"] = wrong(repair=True)
remount("size=64m")
said["left"] = sorted(path.name for path in data.glob("*damaged*"))
said["then"], said["after"] = answers(), put("许多")
"""
READ_ONLY = """
put("一份")
remount("ro")
said["refused"], said["wrong"] = put("许多"), wrong(repair=True)
remount("rw")
said["then"], said["after"] = answers(), put("许多")
"""
MANY = 31
"""One fewer than are read by processes of their own, which a program of `-c` cannot have."""


def mounted(tmp_path: Path, steps: str) -> dict[str, Any]:
    """What is said on a small file system of its own."""
    for folder, names in (("一份", "甲"), ("许多", [f"{at:03}" for at in range(MANY)])):
        (tmp_path / "files" / folder).mkdir(parents=True)
        for name in names:
            articles = [f"{name}办法的规定第{at}款。" * 300 for at in range(5)]
            text = law(f"{name}办法", "2024年1月1日 市政府发布", articles)
            (tmp_path / "files" / folder / f"{name}.md").write_text(text, encoding="utf-8")
    place = tmp_path / "small"
    place.mkdir()
    program = PROGRAM + steps + "\nprint(json.dumps(said))"
    with namespace("mount", f"mount -t tmpfs -o size=64m tmpfs '{place}'") as run:
        done = run(sys.executable, "-c", program, place / "data", tmp_path / "files", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_a_full_disk_costs_nothing_and_an_ingest_goes_on_when_there_is_room(
    tmp_path: Path,
) -> None:
    said = mounted(tmp_path, FULL)
    assert "已保存的内容没有受影响" in said["refused"]
    assert "磁盘空间" in said["refused"]
    assert said["answers"] == said["then"]
    assert set(said["answers"]) == {"甲.md"}
    # Where it is the commit that does not fit, the new index stays until the next ingest.
    assert "磁盘空间" in said["wrong"]
    assert set(said["wrong"]) <= {"磁盘空间", "残留文件"}
    assert said["after"] == [MANY, MANY + 1]
    # SQLite wants room even to read: that is no damage, and no reason to put a database aside.
    assert "无法读写" in said["no room"]["政策数据库"]
    assert said["left"] == []


def test_a_folder_that_may_only_be_read_says_so_and_keeps_what_it_holds(tmp_path: Path) -> None:
    said = mounted(tmp_path, READ_ONLY)
    assert "请检查数据目录" in said["refused"]
    assert "政策数据库" in said["wrong"]
    assert set(said["then"]) == {"甲.md"}
    assert said["after"] == [MANY, MANY + 1]
