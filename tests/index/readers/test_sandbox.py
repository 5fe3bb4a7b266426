import errno
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.errors import FileTooLarge, UnreadableFile
from index.readers import sandbox
from index.readers.sandbox import Limits

LIMITS = Limits(seconds=30, megabytes=1024)


def read(deed: str, data: bytes = b"", limits: Limits = LIMITS) -> str:
    return sandbox.read("tests.hostile", data, deed, limits).text


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        ("memory", "内存超过 1024 MB"),
        ("crash", "意外中止"),
        ("exit", "意外中止"),
        ("bug", "解析出错 KeyError"),
        ("file", "解析"),
    ],
)
def test_whatever_becomes_of_the_parser_the_next_file_is_read(deed: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as caught:
        read(deed)
    assert caught.value.hint
    assert read("size", b"abc") == "3"


def test_a_parser_that_never_ends_is_stopped() -> None:
    with pytest.raises(UnreadableFile, match="用时超过 1 秒"):
        read("loop", limits=Limits(seconds=1))
    assert read("size") == "0"


def test_a_parser_that_waits_forever_is_stopped() -> None:
    with pytest.raises(UnreadableFile, match="用时超过 1 秒"):
        read("sleep", limits=Limits(seconds=1, patience=1))


def test_a_process_that_ends_as_it_is_asked_leaves_the_next_file_to_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read("size")
    ended = sandbox._idle()[-1]
    ended._kill()
    ended._process.wait()
    with monkeypatch.context() as patched:
        patched.setattr(sandbox._Worker, "lives", lambda _: True)
        with pytest.raises(UnreadableFile, match="意外中止"):
            read("size", b"x" * 10)
    assert read("size") == "0"


def test_the_reader_s_own_refusal_is_passed_on() -> None:
    with pytest.raises(FileTooLarge, match="太大") as caught:
        read("refuse")
    assert caught.value.hint == "请拆分。"


def test_what_a_library_prints_is_no_reply() -> None:
    assert read("chatter") == "said"


def test_a_reply_that_points_beyond_its_text_is_not_believed() -> None:
    with pytest.raises(UnreadableFile, match="解析结果无效"):
        read("size", b"too far")


def test_the_parser_sees_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATBOT_LLM_API_KEY", "secret")
    sandbox._stop_all(sandbox._idle())
    assert "CHATBOT_LLM_API_KEY" not in read("environment").split()


def may_unshare() -> bool:
    command = ["unshare", "--user", "--net", "true"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(not may_unshare(), reason="the system lets no process leave its network")
def test_the_parser_has_no_network() -> None:
    assert read("network") == str(errno.ENETUNREACH)


def test_one_process_reads_many_files_and_is_replaced_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "_FILES", 3)
    sandbox._stop_all(sandbox._idle())
    processes = [read("process") for _ in range(7)]
    assert [processes.count(each) for each in dict.fromkeys(processes)] == [3, 3, 1]


def test_files_are_read_side_by_side() -> None:
    with ThreadPoolExecutor(4) as pool:
        sizes = list(pool.map(lambda size: read("size", b"x" * size), range(40)))
    assert sizes == [str(size) for size in range(40)]


def test_a_fork_does_not_share_the_processes_of_its_parent() -> None:
    read("size")
    child = os.fork()
    if child == 0:
        os._exit(len(sandbox._idle()))
    assert os.waitpid(child, 0)[1] == 0
    assert read("size", b"still") == "5"
