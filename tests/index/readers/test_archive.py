import struct
import zipfile
from io import BytesIO
from zlib import crc32

import pytest

from index.errors import FileTooLarge, UnreadableFile
from index.readers import archive as archives
from index.readers.archive import listed, member


def archive(*files: tuple[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files:
            zipped.writestr(name, content)
    return made.getvalue()


def raw_named(name: bytes, content: bytes = b"x") -> bytes:
    """An archive as Windows makes it: a name in GBK, without the flag for UTF-8."""
    sizes = struct.pack("<III", crc32(content), len(content), len(content))
    head = struct.pack("<HHHHH", 20, 0, 0, 0, 0x21) + sizes + struct.pack("<HH", len(name), 0)
    local = b"PK\x03\x04" + head + name + content
    central = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0)
    central += name
    counts = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + counts


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("市级/意见.md", "市级/意见.md"),
        ("../../etc/意见.md", "etc/意见.md"),
        ("/etc/意见.md", "etc/意见.md"),
        ("C:\\Windows\\意见.md", "Windows/意见.md"),
        ("a/./b//意见.md", "a/b/意见.md"),
        ("意见\u202edm.md", "意见dm.md"),
    ],
)
def test_names_stay_below_the_archive(written: str, safe: str) -> None:
    data = archive((written, b"content"))
    assert listed(data, "a.zip") == ([safe], [])
    assert member(data, "a.zip", safe) == b"content"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_the_flag_are_read_in_the_encodings_of_chinese_offices(encoding: str) -> None:
    data = raw_named("关于平台的意见.md".encode(encoding))
    assert listed(data, "a.zip") == (["关于平台的意见.md"], [])
    assert member(data, "a.zip", "关于平台的意见.md") == b"x"


def test_two_of_one_name_are_two() -> None:
    data = archive(("a/意见.md", b"1"), ("a//意见.md", b"2"))
    assert listed(data, "a.zip")[0] == ["a/意见.md", "a/意见~2.md"]
    assert member(data, "a.zip", "a/意见~2.md") == b"2"


def test_what_no_reader_knows_is_skipped_and_what_systems_add_is_not_even_that() -> None:
    data = archive(
        ("意见.md", b""),
        ("图.exe", b""),
        ("内.zip", b""),
        ("__MACOSX/意见.md", b""),
        (".x.md", b""),
    )
    assert listed(data, "a.zip") == (["意见.md", "内.zip"], ["图.exe"])


def test_a_file_that_is_too_large_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 3)
    with pytest.raises(FileTooLarge):
        member(archive(("意见.md", b"1234")), "a.zip", "意见.md")


def test_a_damaged_file_is_refused_alone() -> None:
    data = bytearray(archive(("意见.md", b"1234"), ("办法.md", b"5678")))
    data[data.index("意见.md".encode()) + len("意见.md".encode())] ^= 0xFF
    with pytest.raises(UnreadableFile):
        member(bytes(data), "a.zip", "意见.md")
    assert member(bytes(data), "a.zip", "办法.md") == b"5678"


def test_a_file_that_is_gone_is_named() -> None:
    with pytest.raises(UnreadableFile, match=r"意见\.md"):
        member(archive(), "a.zip", "意见.md")
