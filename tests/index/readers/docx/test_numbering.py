from collections.abc import Sequence

import pytest

from index.readers.docx.document import read
from tests.word import OFFICIAL, RUNS_THROUGH, STATUTE, document, numbered, numbering

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def numbers(blocks: Sequence[str], declared: str, styles: Sequence[str] = ()) -> list[str]:
    """The numbers of paragraphs whose text is one ｜."""
    source = read(document(*blocks, numbers=declared, styles=styles), "a.docx")
    return [line.span.of(source.text).removesuffix("｜") for line in source.lines]


def counted(levels: Sequence[int], declared: str) -> list[str]:
    return numbers([numbered("｜", level) for level in levels], declared)


def test_official_numbers_begin_anew_below_each_heading() -> None:
    assert counted([0, 1, 2, 2, 1, 2, 3, 0, 1], numbering(OFFICIAL)) == [
        "一、", "（一）", "1.", "2.", "（二）", "1.", "（1）", "二、", "（一）",
    ]  # fmt: skip


def test_a_level_may_run_through_the_whole_document() -> None:
    declared = numbering(STATUTE, extra={1: RUNS_THROUGH})
    assert counted([0, 1, 1, 2, 0, 1, 2], declared) == [
        "第一章 ", "第一条 ", "第二条 ", "（一）", "第二章 ", "第三条 ", "（一）",
    ]  # fmt: skip


def test_a_level_may_begin_anew_below_a_certain_one_alone() -> None:
    """Items below 节 run on from 节 to 节, and begin anew below each 章."""
    levels = [("decimal", "第%1章"), ("decimal", "第%2节"), ("decimal", "%3.")]
    declared = numbering(levels, extra={2: '<w:lvlRestart w:val="1"/>'})
    assert counted([0, 1, 2, 1, 2, 0, 1, 2], declared)[2::1] == [
        "1.", "第2节 ", "2.", "第2章 ", "第1节 ", "1.",
    ]  # fmt: skip


def test_numbers_of_higher_levels_stand_in_the_text_of_lower_ones() -> None:
    levels = [("chineseCounting", "%1、"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")]
    plain = {1: "<w:isLgl/>"}
    assert counted([0, 1, 2, 2], numbering(levels, extra=plain)) == [
        "一、", "1.1 ", "一.1.1 ", "一.1.2 ",
    ]  # fmt: skip


def test_a_level_above_that_never_came_counts_as_begun() -> None:
    assert counted([1, 1], numbering([("decimal", "%1."), ("decimal", "%1.%2")])) == [
        "1.1 ",
        "1.2 ",
    ]


@pytest.mark.parametrize(
    ("form", "first", "twelfth"),
    [
        ("chineseCounting", "一", "十二"),
        ("chineseCountingThousand", "一", "十二"),
        ("japaneseCounting", "一", "十二"),
        ("ideographDigital", "一", "一二"),
        ("ideographTraditional", "甲", "12"),
        ("ideographZodiac", "子", "亥"),
        ("chineseLegalSimplified", "壹", "拾贰"),
        ("decimal", "1", "12"),
        ("decimalZero", "01", "12"),
        ("decimalFullWidth", "１", "１２"),
        ("decimalEnclosedCircle", "①", "⑫"),
        ("upperLetter", "A", "L"),
        ("lowerLetter", "a", "l"),
        ("upperRoman", "I", "XII"),
        ("lowerRoman", "i", "xii"),
        ("unheardOf", "1", "12"),
        ("bullet", "", ""),
        ("none", "", ""),
    ],
)
def test_numbers_are_written_as_word_writes_them(form: str, first: str, twelfth: str) -> None:
    found = counted([0] * 12, numbering([(form, "%1、" if first else "%1")]))
    assert [found[0].strip("、"), found[11].strip("、")] == [first, twelfth]


def test_letters_go_on_after_the_last() -> None:
    found = counted([0] * 28, numbering([("upperLetter", "%1.")]))
    assert found[25:] == ["Z.", "AA.", "BB."]


def test_articles_are_counted_beyond_a_hundred() -> None:
    found = counted([0] * 101, numbering([("chineseCountingThousand", "第%1条")]))
    assert [found[9], found[19], found[100]] == ["第十条 ", "第二十条 ", "第一百零一条 "]


def shared(second: str) -> str:
    """Two numberings over the same levels."""
    return numbering(OFFICIAL).replace(
        "</w:numbering>",
        f'<w:num w:numId="4"><w:abstractNumId w:val="7"/>{second}</w:num></w:numbering>',
    )


def test_two_numberings_over_the_same_levels_share_their_count() -> None:
    blocks = [numbered("｜", 0), numbered("｜", 0, 4)]
    assert numbers(blocks, shared("")) == ["一、", "二、"]


def test_a_numbering_may_begin_anew_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    blocks = [numbered("｜", 0), numbered("｜", 0), numbered("｜", 0, 4), numbered("｜", 0, 4)]
    assert numbers(blocks, shared(override)) == ["一、", "二、", "一、", "二、"]


def test_a_numbering_may_write_a_level_in_its_own_way() -> None:
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl>'
    override = f'<w:lvlOverride w:ilvl="0">{level}</w:lvlOverride>'
    assert numbers([numbered("｜", 0), numbered("｜", 0, 4)], shared(override)) == ["一、", "2)"]


def style(name: str, properties: str, based_on: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{based_on}"/>'
        f"<w:pPr><w:numPr>{properties}</w:numPr></w:pPr></w:style>"
    )


STYLES = [
    style("b", '<w:ilvl w:val="1"/>', based_on="a"),
    style("a", '<w:numId w:val="3"/>'),
    style("c", '<w:numId w:val="3"/>'),
]


def styled(name: str, more: str = "") -> str:
    return numbered("｜", 0).replace(
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>',
        f'<w:pStyle w:val="{name}"/>{more}',
    )


def test_the_number_may_come_from_the_style() -> None:
    """C names no level: it is that which names c."""
    declared = numbering(OFFICIAL, extra={2: '<w:pStyle w:val="c"/>'})
    blocks = [styled("a"), styled("b"), styled("c"), styled("b")]
    assert numbers(blocks, declared, STYLES) == ["一、", "（一）", "1.", "（二）"]


def test_a_paragraph_may_refuse_the_number_of_its_style() -> None:
    refused = styled("a", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert numbers([styled("a"), refused, styled("a")], numbering(OFFICIAL), STYLES) == [
        "一、",
        "",
        "二、",
    ]


def test_a_numbering_may_be_that_of_a_list_style() -> None:
    linked = (
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="公文"/></w:abstractNum>'
        '<w:num w:numId="4"><w:abstractNumId w:val="8"/></w:num></w:numbering>'
    )
    declared = numbering(OFFICIAL).replace('="7"><w:lvl', '="7"><w:styleLink w:val="公文"/><w:lvl')
    assert numbers(
        [numbered("｜", 0, 4), numbered("｜", 1, 4)], declared.replace("</w:numbering>", linked)
    ) == ["一、", "（一）"]


@pytest.mark.parametrize(
    "declared",
    [
        "",
        f"<w:numbering {W}/>",
        f'<w:numbering {W}><w:num w:numId="3"/></w:numbering>',
        numbering([("decimal", "%1.")]).replace('w:val="1"', 'w:val="-9"'),
        numbering([("decimal", "%9%1.")]).replace('w:ilvl="0"', 'w:ilvl="x"'),
    ],
)
def test_a_numbering_that_is_broken_loses_no_text(declared: str) -> None:
    source = read(document(numbered("甲", 0), numbered("乙", 8), numbers=declared), "a.docx")
    assert [line.span.of(source.text)[-1] for line in source.lines] == ["甲", "乙"]


def test_styles_that_are_based_on_each_other_end() -> None:
    circle = [style("a", "", based_on="b"), style("b", "", based_on="a")]
    assert numbers([styled("a")], "", circle) == [""]
