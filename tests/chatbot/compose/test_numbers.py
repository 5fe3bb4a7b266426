import pytest

from chatbot.compose.numbers import Date, dates, numbers, plain, without


@pytest.mark.parametrize(
    "spellings",
    [
        ("百项", "一百项", "100项", "１００项", "壹佰项"),
        ("500万元", "五百万元", "5,000,000元", "伍佰万元"),
        ("1.5亿元", "一点五亿元", "15000万元"),
        ("30%", "百分之三十", "三成", "３０％"),
        ("不超过五年", "最高5年", "至多为5年", "5年以内", "5年内"),
        ("不少于200天", "至少200天", "200天以上"),
        ("近百家", "百余家", "数百家"),
        ("第三条", "第3条"),
    ],
)
def test_a_number_is_the_same_in_every_spelling(spellings: tuple[str, ...]) -> None:
    assert len({tuple(numbers(plain(spelling))) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("百项", "千项"),
        ("百项", "百家"),
        ("百项", "近百项"),
        ("第三条", "三条"),
        ("5年", "5个月"),
        ("五年", "不超过五年"),
        ("不超过五年", "不少于五年"),
        ("超过五年", "不超过五年"),
        ("5万元", "5元"),
        ("5%", "5‰"),
    ],
)
def test_numbers_that_differ_do_not_say_each_other(one: str, other: str) -> None:
    (first,), (second,) = numbers(plain(one)), numbers(plain(other))
    assert not first.is_said_by(second)
    assert not second.is_said_by(first)


def test_a_general_measure_word_stands_for_a_particular_one_but_not_for_a_unit() -> None:
    (offices,), (several,) = numbers("七部门"), numbers("七个部门")
    (years,) = numbers("七年")
    assert several.is_said_by(offices)
    assert not several.is_said_by(years)


@pytest.mark.parametrize(
    "text", ["2025年1月", "二〇二五年一月", "2025-01", "2025/1", "2025年01月份"]
)
def test_a_date_is_the_same_in_every_notation(text: str) -> None:
    assert list(dates(text)) == [Date(2025, 1)]
    assert list(numbers(text)) == []


def test_a_date_is_within_one_that_says_more() -> None:
    issued = Date(2024, 1, 18)
    assert Date(2024).within(issued)
    assert Date(0, 1, 18).within(issued)
    assert not issued.within(Date(2024, 1))
    assert not Date(2025).within(issued)


@pytest.mark.parametrize(
    "text", ["进一步", "统一", "一方面", "零部件", "人才队伍", "大陆", "千方百计", "6G", "一是"]
)
def test_numerals_inside_words_count_nothing(text: str) -> None:
    assert list(numbers(text)) == []


def test_a_share_is_a_percentage() -> None:
    assert list(numbers("二分之一")) == list(numbers("50%"))


def test_what_is_left_beside_numbers() -> None:
    assert without("到2025年统一形成百项产品") == "到,统一形成,产品"


def test_blanks_go_except_between_digits() -> None:
    assert plain("到 ２０２５ 年 20 25") == "到2025年20 25"
