from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.layout import Box, Fragment, Page, runs, source
from index.layout.radicals import unified

EM = 10.0


def line(text: str, x: float, y: float, size: float = EM) -> Fragment:
    """A line that begins `x` points from the left; its letters are `size` wide."""
    width = sum(size * (0.5 if letter.isascii() else 1.0) for letter in text)
    return Fragment(text, Box(x, y, x + width, y + size))


def page(*lines: Fragment, number: int = 1, rules: Sequence[Box] = ()) -> Page:
    """A page of 400 × 600 points."""
    return Page(number, 400, 600, lines, tuple(rules))


def texts(*pages: Page) -> list[str]:
    read = source(pages)
    return [line.span.of(read.text) for line in read.lines]


FULL = "甲" * 30
"""A line from edge to edge, from 50 to 350."""


def prose(y: float, *ends: str) -> list[Fragment]:
    """A paragraph of three lines a piece: indented, full, and what it ends with."""
    found = []
    for at, end in enumerate(ends):
        top = y + at * 45
        found += [line("甲" * 28, 70, top), line(FULL, 50, top + 15), line(end, 50, top + 30)]
    return found


def test_broken_lines_are_paragraphs_again() -> None:
    assert texts(page(*prose(100, "乙。", "丙。"))) == [
        "甲" * 58 + "乙。",
        "甲" * 58 + "丙。",
    ]


def test_a_paragraph_goes_on_over_the_page() -> None:
    first, *rest = prose(100, "乙。", "丙。")
    assert texts(page(first, rest[0]), page(*rest[1:], number=2))[0] == "甲" * 58 + "乙。"


def test_the_place_of_a_paragraph_is_that_on_its_first_page() -> None:
    read = source([page(*prose(100, "乙。")), page(*prose(100, "丙。"), number=2)])
    assert [place.page for each in read.lines if (place := each.place)] == [1, 2]
    assert read.lines[0].place
    assert read.lines[0].place.box == pytest.approx((0.125, 0.1667, 0.875, 0.2333), abs=1e-4)


def test_a_number_begins_a_paragraph_after_a_sentence_that_fills_its_line() -> None:
    ended = "甲" * 29 + "。"
    lines = [line(ended, 50, 100), line("（一）乙。", 70, 115), line("1.丙。", 50, 130)]
    assert texts(page(*prose(30, "丁。"), *lines))[-2:] == ["（一）乙。", "1.丙。"]


def test_a_line_that_ends_early_is_not_joined() -> None:
    short = line("甲" * 20, 50, 160)
    assert texts(page(*prose(100, "乙。"), short, line("丁" * 5, 50, 175)))[-1] == "丁" * 5


def test_signatures_stay_apart_even_where_one_is_as_long_as_the_other() -> None:
    signed = [line("教育部", 320, 160), line("科技部", 320, 175), line("2024年1月8日", 275, 190)]
    read = texts(page(*prose(100, "乙。"), *signed))
    assert read[-3:] == ["教育部", "科技部", "2024年1月8日"]


def test_a_title_over_two_lines_is_one_and_its_number_another() -> None:
    title = [line("关于推动未来产业", 120, 40, 20), line("发展的意见", 150, 64, 20)]
    number = line("工信部联科〔2024〕12号", 147, 90)
    assert texts(page(*title, number, *prose(120, "乙。")))[:2] == [
        "关于推动未来产业发展的意见",
        "工信部联科〔2024〕12号",
    ]


def test_two_columns_are_read_one_after_the_other_below_what_spans_them() -> None:
    left = [line("甲" * 14, 50, 100 + 15 * at) for at in range(6)]
    right = [line("乙" * 14, 210, 107 + 15 * at) for at in range(6)]  # half a line lower
    read = texts(page(line("横跨两栏的一个标题文字", 130, 70), *right, *left))
    assert read == ["横跨两栏的一个标题文字", "甲" * 84 + "乙" * 84]


def test_headers_and_page_numbers_go() -> None:
    pages = [
        page(
            line("某某省人民政府公报", 150, 20),
            *prose(100, f"乙{number}。"),
            line(f"— {number} —", 180, 570),
            number=number,
        )
        for number in (1, 2, 3)
    ]
    assert texts(*pages) == [f"{'甲' * 58}乙{number}。" for number in (1, 2, 3)]


def test_a_header_that_an_ocr_read_wrongly_once_goes_all_the_same() -> None:
    headers = ["某某省人民政府公报", "某某省人民政府公报", "某某省人民政府公极"]
    pages = [
        page(line(header, 150, 20), *prose(100, "乙。"), number=number)
        for number, header in enumerate(headers, 1)
    ]
    assert "公" not in "".join(texts(*pages))


@pytest.mark.parametrize("number", ["3", "－3－", "第3页", "第 3 页 共 9 页", "3/9", "iv", "·3·"])
def test_a_page_number_goes_however_it_is_written(number: str) -> None:
    assert texts(page(*prose(100, "乙。"), line(number, 190, 570))) == ["甲" * 58 + "乙。"]


def test_a_year_in_the_last_line_is_no_page_number() -> None:
    assert texts(page(*prose(100, "乙。"), line("2024年1月", 190, 570)))[-1] == "2024年1月"


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[Box]:
    upright = [Box(x, ys[0], x + 0.5, ys[-1]) for x in xs]
    return upright + [Box(xs[0], y, xs[-1], y + 0.5) for y in ys]


def test_a_ruled_table_is_a_line_a_row_with_its_cells() -> None:
    cells = [
        line("名称", 60, 204),
        line("数量", 210, 204),
        line("中试平台", 60, 224),
        line("（个）", 60, 236),
        line("30", 210, 230),
    ]
    above, below = prose(100, "乙。"), [line("丁" * 5, 70, 300)]
    read = texts(page(*cells, *above, *below, rules=grid((50, 200, 350), (200, 220, 250))))
    assert read[-3:] == ["| 名称 | 数量 |", "| 中试平台（个） | 30 |", "丁" * 5]


def test_a_frame_around_prose_is_no_table() -> None:
    assert texts(page(*prose(100, "乙。"), rules=grid((40, 360), (90, 200)))) == [
        "甲" * 58 + "乙。"
    ]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("甲" * 25 + " inno-", "vation", "甲" * 25 + " innovation"),
        ("甲" * 25 + "smart", "city", "甲" * 25 + "smart city"),
        ("甲" * 26 + "COVID-", "19", "甲" * 26 + "COVID-19"),
    ],
)
def test_a_word_that_a_line_breaks_is_whole_again(first: str, second: str, joined: str) -> None:
    lines = [line(FULL, 50, 100), line(first, 50, 115), line(second, 50, 130)]
    assert texts(page(*lines)) == [FULL + joined]


def glyphs(text: str, gap: float = 0.0) -> list[Fragment]:
    x, found = 0.0, []
    for letter in text:
        width = EM * (0.5 if letter.isascii() else 1.0)
        found.append(Fragment(letter, Box(x, 0, x + width, EM)))
        x += width + gap
    return found


def test_letters_set_apart_are_words_and_justification_is_not() -> None:
    apart = [*glyphs("smart"), Fragment("c", Box(30, 0, 35, EM)), Fragment("y", Box(35, 0, 40, EM))]
    assert [run.text for run in runs(apart)] == ["smart cy"]
    assert [run.text for run in runs(glyphs("甲到2025年", gap=2.5))] == ["甲到2025年"]


def test_the_blanks_of_letter_spacing_go_and_others_stay() -> None:
    assert [run.text for run in runs(glyphs("关 于 印 发"))] == ["关于印发"]
    assert [run.text for run in runs(glyphs("第一条 为了保护"))] == ["第一条 为了保护"]


def test_a_wide_gap_or_a_rule_ends_a_run() -> None:
    pieces = [
        *glyphs("甲乙"),
        Fragment("丙", Box(40, 0, 50, EM)),
        Fragment("丁", Box(55, 0, 65, EM)),
    ]
    assert [run.text for run in runs(pieces)] == ["甲乙", "丙丁"]
    assert [run.text for run in runs(pieces, [Box(52, -5, 52.5, 15)])] == ["甲乙", "丙", "丁"]


def test_marks_that_the_file_sets_before_what_they_enclose_stand_around_it() -> None:
    text = glyphs("某“小巨人”企业")
    shown = [text[0], text[1], text[5], *text[2:5], *text[6:]]
    assert [run.text for run in runs(shown)] == ["某“小巨人”企业"]


def test_what_is_set_over_other_letters_is_not_mixed_with_them() -> None:
    text = [*glyphs("甲乙丙丁"), *glyphs("戊己庚辛")]
    assert [run.text for run in runs(text)] == ["甲乙丙丁", "戊己庚辛"]


def test_letters_of_a_ligature_keep_their_order() -> None:
    both, after = Box(10, 0, 15, EM), Box(15, 0, 25, EM)
    text = [*glyphs("甲"), Fragment("f", both), Fragment("i", both), Fragment("乙", after)]
    assert [run.text for run in runs(text)] == ["甲fi乙"]


def test_radicals_are_the_ideographs_that_they_look_like() -> None:
    assert unified("⼯业和信息化部⻓⻋⻅⺠㐀龜") == "工业和信息化部长车见民㐀龜"
    kangxi = "".join(map(chr, range(0x2F00, 0x2FD6)))
    assert all("\u4e00" <= each <= "\u9fff" for each in unified(kangxi))


def test_no_pages_have_no_lines() -> None:
    assert texts() == []
    assert texts(page()) == []


@given(
    st.lists(
        st.tuples(
            st.text("甲乙丙丁一、（）。", min_size=1, max_size=30),
            st.floats(0, 380),
            st.floats(80, 500),
            st.floats(0, 40),
        ),
        max_size=30,
    )
)
def test_wherever_text_stands_no_letter_is_lost_or_doubled(
    placed: list[tuple[str, float, float, float]],
) -> None:
    lines = [line(text, x, y, size) for text, x, y, size in placed]
    read = "".join(texts(page(*lines, rules=grid((50, 200, 350), (200, 220, 250)))))
    letters = sorted(letter for text, *_ in placed for letter in text)
    assert sorted(letter for letter in read if letter not in "| \u3000") == letters
