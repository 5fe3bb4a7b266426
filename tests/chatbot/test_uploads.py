import pytest

from chatbot.errors import BadUpload
from chatbot.uploads import MAX_FILES, MAX_TOTAL, Upload, accepted
from index.errors import FileTooLarge
from index.readers import MAX_BYTES


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("意见.md", "意见.md"),
        ("../../etc/意见.md", "意见.md"),
        ("C:\\文件\\意见.md", "意见.md"),
        ("..意见.md", "意见.md"),
        ("意见\u202e\x00\n.md", "意见.md"),
        ("cafe\u0301.md", "caf\u00e9.md"),
    ],
)
def test_a_name_is_the_last_part_without_what_is_not_seen(sent: str, kept: str) -> None:
    assert [upload.name for upload in accepted([Upload(sent, b"")])] == [kept]


@pytest.mark.parametrize("name", ["", "/", "..", " ", "\u202e", "长" * 201])
def test_a_name_that_says_nothing_is_refused(name: str) -> None:
    with pytest.raises(BadUpload) as caught:
        accepted([Upload(name, b"")])
    assert caught.value.hint


def test_none_too_many_or_two_of_one_name_are_refused() -> None:
    with pytest.raises(BadUpload, match="没有"):
        accepted([])
    with pytest.raises(BadUpload, match=str(MAX_FILES)):
        accepted([Upload(f"{at}.md", b"") for at in range(MAX_FILES + 1)])
    with pytest.raises(BadUpload, match="甲"):
        accepted([Upload("甲.md", b"1"), Upload("乙/甲.md", b"2")])


def test_too_much_is_refused_with_the_limit() -> None:
    with pytest.raises(FileTooLarge, match=f"{MAX_BYTES:,}"):
        accepted([Upload("甲.md", bytes(MAX_BYTES + 1))])
    half = bytes(MAX_TOTAL // 3 + 1)
    with pytest.raises(FileTooLarge, match=f"{MAX_TOTAL:,}"):
        accepted([Upload(f"{at}.md", half) for at in range(3)])
