import pytest

from index.clause import Line, Source, Span
from index.readers.body import Body
from index.readers.legible import legible


def source(*lines: str) -> Source:
    body = Body()
    body.field("来源", "https://x\u200b.cn")
    for line in lines:
        body.add(line)
    return body.source()


def shown(read: Source) -> list[str]:
    return [line.span.of(read.text) for line in read.lines]


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\ufeff", "\x00", "\x1b", "\ufe0f"])
def test_what_nobody_sees_is_left_out(unseen: str) -> None:
    read = legible(source(f"中试{unseen}平台", "一、甲。"))
    assert shown(read) == ["中试平台", "一、甲。"]
    assert read.fields["来源"].value == "https://x.cn"
    assert read.fields["来源"].span.of(read.text) == "https://x.cn"
    assert read.warnings == ()


@pytest.mark.parametrize("trick", ["\u202e", "\u2066", "\U000e0041"])
def test_what_turns_a_text_around_or_hides_letters_is_named(trick: str) -> None:
    read = legible(source(f"补助{trick}100万元。"))
    assert shown(read) == ["补助100万元。"]
    assert "1 个不可见" in read.warnings[0]


def test_a_line_of_nothing_else_is_no_line() -> None:
    text = "甲\u202e\n\u202e\n乙"
    read = legible(Source(text, (Line(Span(0, 2)), Line(Span(3, 4)), Line(Span(5, 6)))))
    assert shown(read) == ["甲", "乙"]


def test_a_text_without_such_characters_stays_the_same_object() -> None:
    read = source("甲\t乙")
    clean = Source(read.text.replace("\u200b", ""), ())
    assert legible(clean) is clean
