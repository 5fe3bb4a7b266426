import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numerals import chinese, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("54", 54),
        ("５４", 54),
        ("五十四", 54),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("廿一", 21),
        ("一百零一", 101),
        ("一百一十", 110),
        ("一千二百六十", 1260),
        ("二〇二四", 2024),
        ("两", 2),
        ("一万零三", 10003),
    ],
)
def test_a_numeral_has_a_value(text: str, value: int) -> None:
    assert parse(text) == value


@pytest.mark.parametrize("text", ["", "条", "第一", "1.5", "五x"])
def test_anything_else_has_none(text: str) -> None:
    assert parse(text) is None


@given(st.integers(min_value=0, max_value=99_999))
def test_reading_what_was_written_gives_the_number_back(number: int) -> None:
    assert parse(chinese(number)) == number


def test_a_number_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        chinese(-1)
