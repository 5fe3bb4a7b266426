"""A real process that watches a real folder, beside a real server."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.library import Library
from index.tables import open_engine
from tests.laws import law

COMMAND = Path(sys.executable).with_name("chatbot")
PATIENCE_S = 120


@dataclass
class Watched:
    """A data folder, the folder that it is kept in step with, and the process that does."""

    data: Path
    files: Path
    process: subprocess.Popen[str]
    log: Path

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def names(self) -> set[str]:
        with closing(Library(open_engine(self.data))) as library:
            return {head.source_file for head in library.heads()}

    def write(self, name: str, article: str) -> None:
        text = law(name.removesuffix(".md"), "2024年1月1日 市政府发布", [article, "本办法有效。"])
        (self.files / name).write_text(text, encoding="utf-8")


def wait_for(happened: Callable[[], bool], watched: Watched) -> None:
    until = time.monotonic() + PATIENCE_S
    while not happened():
        assert watched.process.poll() is None, watched.said()
        assert time.monotonic() < until, watched.said()
        time.sleep(0.1)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """One for all of these tests; the last ends it."""
    place = tmp_path_factory.mktemp("watched")
    files, log = place / "政策", place / "log"
    files.mkdir()
    command = [COMMAND, "--data", place / "data", "ingest", "--watch", files]
    with (
        log.open("w") as output,
        subprocess.Popen(
            list(map(str, command)), stdout=output, stderr=output, text=True
        ) as process,
    ):
        try:
            yield Watched(place / "data", files, process, log)
        finally:
            process.kill()


def test_files_come_change_and_go_and_a_bad_one_stops_nothing(watched: Watched) -> None:
    (watched.files / "坏.docx").write_bytes(b"PK\x03\x04 no more")
    for name in ("甲.md", "乙.md", "丙.md"):
        watched.write(name, "办法。")
    wait_for(lambda: {"甲.md", "乙.md", "丙.md"} <= watched.names(), watched)
    wait_for(lambda: "坏.docx：" in watched.said(), watched)
    (watched.files / "坏.docx").unlink()
    (watched.files / "乙.md").rename(watched.files / "丁.md")
    wait_for(lambda: watched.names() & {"乙.md", "丁.md"} == {"丁.md"}, watched)


def test_a_server_answers_from_what_is_put_into_the_folder(watched: Watched) -> None:
    watched.write("停车办法.md", "停车收费三元。")
    wait_for(lambda: "停车办法.md" in watched.names(), watched)
    command = [COMMAND, "--data", watched.data, "serve", "--port", "0"]
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            address = server.stdout.readline().split("：")[1].split("（")[0]
            assert "三元" in ask(address, "停车办法第一条")
            watched.write("停车办法.md", "停车收费五元。")
            wait_for(lambda: "五元" in ask(address, "停车办法第一条"), watched)
        finally:
            server.kill()


def test_a_folder_that_was_emptied_by_mistake_takes_nothing_with_it(watched: Watched) -> None:
    names = {"戊.md", "己.md"}
    for name in names:
        watched.write(name, "办法。")
    wait_for(lambda: names <= watched.names(), watched)
    for file in watched.files.iterdir():
        file.unlink()
    wait_for(lambda: "请加上 --yes" in watched.said(), watched)
    assert names <= watched.names()


def test_told_to_end_it_ends_well(watched: Watched) -> None:
    wait_for(lambda: "关注这些文件夹" in watched.said(), watched)
    watched.process.terminate()
    assert watched.process.wait(PATIENCE_S) == 0
    assert "已停止" in watched.said()
    assert "Traceback" not in watched.said()


@pytest.mark.parametrize("options", [["意见.md"], [".", "--yes"]])
def test_only_folders_are_watched(options: list[str], tmp_path: Path) -> None:
    (tmp_path / "意见.md").touch()
    command = [str(COMMAND), "--data", "data", "ingest", "--watch", *options]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--watch 只用于文件夹" in done.stderr
    assert not (tmp_path / "data").exists()


def ask(address: str, question: str) -> str:
    asked = urllib.request.Request(
        f"{address}v1/ask",
        json.dumps({"question": question}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=60) as response:
        return str(json.loads(response.read())["answer"])
