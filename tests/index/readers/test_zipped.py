import zipfile
from io import BytesIO

import pytest

from index.errors import FileTooLarge, SourceError, UnreadableFile
from index.readers import zipped
from index.readers.zipped import opened


def archive(**files: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return file.getvalue()


def refused(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught, opened(data, "a.zip"):
        pass
    return caught.value


def test_what_is_inside_can_be_read() -> None:
    with opened(archive(甲=b"1"), "a.zip") as made:
        assert made.read("甲") == b"1"


def test_a_bomb_is_not_unpacked() -> None:
    error = refused(archive(bomb=b"\0" * 20 * 1024**2))
    assert isinstance(error, UnreadableFile)
    assert "bomb" in error.what
    assert "炸弹" in error.hint


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "_MOST_BYTES", 10)
    assert isinstance(refused(archive(a=b"123456", b=b"123456")), FileTooLarge)


def test_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "_MOST_FILES", 1)
    assert isinstance(refused(archive(a=b"", b=b"")), FileTooLarge)


def test_a_directory_that_would_fill_memory_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "_DIRECTORY", 10)
    assert isinstance(refused(archive(a=b"")), FileTooLarge)


def test_a_file_that_says_it_is_smaller_than_it_is_gives_no_more_than_it_says() -> None:
    data = bytearray(archive(a=b"\0" * 10_000))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (5).to_bytes(4, "little")
    with opened(bytes(data), "a.zip") as made, pytest.raises(zipfile.BadZipFile):
        made.read("a")


def test_a_password_is_named() -> None:
    data = bytearray(archive(a=b"x"))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    assert "已加密" in refused(bytes(data)).what


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", archive(a=b"1")[:-9], b"PK\x05\x06" + b"\xff" * 18],
    ids=["nothing", "begun", "cut off", "contradictory"],  # an archive holds the time it was made
)
def test_what_is_damaged_is_refused(data: bytes) -> None:
    assert refused(data).hint
