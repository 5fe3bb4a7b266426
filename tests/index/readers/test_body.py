from index.clause import Place
from index.readers.body import Body


def test_lines_stand_below_each_other_with_level_and_place() -> None:
    body = Body()
    body.add("　意见 ", level=1, place=Place(1))
    body.add("一、甲\n\n乙", place=Place(2))
    source = body.source()
    assert source.text == "意见\n一、甲\n乙"
    assert [(line.span.of(source.text), line.level, line.place) for line in source.lines] == [
        ("意见", 1, Place(1)),
        ("一、甲", 0, Place(2)),
        ("乙", 0, Place(2)),
    ]


def test_a_field_can_be_found_in_the_text_and_is_no_line_of_it() -> None:
    body = Body()
    body.field("发布日期", " 2024年\n1月 ")
    body.field("发布日期", "2025年")
    body.field("来源", " ")
    body.add("甲")
    source = body.source()
    assert [line.span.of(source.text) for line in source.lines] == ["甲"]
    assert {key: found.value for key, found in source.fields.items()} == {"发布日期": "2024年 1月"}
    assert source.fields["发布日期"].span.of(source.text) == "2024年 1月"


def test_a_warning_is_said_once() -> None:
    body = Body()
    body.warnings += ["隐藏", "附件", "隐藏"]
    assert body.source().warnings == ("隐藏", "附件")
