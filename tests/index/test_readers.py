import pytest

from index.clause import Source
from index.errors import FileTooLarge, UnreadableFile, UnsupportedFormat
from index.readers import MAX_BYTES, read


def lines(source: Source) -> list[tuple[int, str]]:
    return [(line.level, line.span.of(source.text)) for line in source.lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_of_chinese_offices(encoding: str) -> None:
    source = read("一、总则\n\n　　第一段。\r\n".encode(encoding), "a.txt")
    assert lines(source) == [(0, "一、总则"), (0, "第一段。")]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x00\x01\x02", id="binary"),
        pytest.param("甲".encode() + b"\x00", id="NUL"),
        pytest.param(b"\xff\xfe\xff", id="half a character"),
        pytest.param(b"\x81\x20\xff\xff", id="no known encoding"),
    ],
)
def test_what_is_no_text_is_refused_with_a_way_out(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(data, "a.txt")
    assert "另存为" in caught.value.hint


def test_an_unknown_suffix_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnsupportedFormat, match=r"\.exe") as caught:
        read(b"", "a.exe")
    assert ".md" in caught.value.hint


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        read(b" " * (MAX_BYTES + 1), "a.md")


@pytest.mark.parametrize("data", [b"", b"\n \r\n", "---\n\u200b".encode()])
def test_a_file_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="没有文字"):
        read(data, "a.md")


def test_markdown_keeps_numbers_and_levels_and_drops_markup() -> None:
    text = "# 条例\n<!-- INFO END -->\n## 第一章\n**第一条** 甲。\n1. 乙。\n---\n> 引文。\n\u200b\n"
    assert lines(read(text.encode(), "a.md")) == [
        (1, "条例"),
        (2, "第一章"),
        (0, "**第一条** 甲。"),
        (0, "1. 乙。"),
        (0, "引文。"),
    ]


def test_a_collection_s_header_is_not_the_policy_s_text() -> None:
    text = (
        "# 意见\n**来源**: https://x.cn/1\n**分类**: \n---\n"
        "## 政策全文\n意见\n一、甲。\n**更新时间**: 2026-01-26"
    )
    source = read(text.encode(), "a.md")
    assert lines(source) == [(0, "意见"), (0, "一、甲。")]
    assert {key: found.value for key, found in source.fields.items()} == {
        "来源": "https://x.cn/1",
        "更新时间": "2026-01-26",
    }
    assert source.fields["来源"].span.of(source.text) == "https://x.cn/1"
