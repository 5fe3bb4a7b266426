import pytest

from index.query.numbers import other_numerals


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("提高30%", ["百分之三十"]),
        ("百分之三十", ["30"]),
        ("2025年的目标", ["二〇二五年"]),
        ("二〇二五年", ["2025年"]),
        ("15日内", ["十五日"]),
        ("三十日内", ["30日"]),
        ("第十三条", ["13条"]),
        ("5G", []),
        ("百项", ["100项"]),
        ("一般规定", []),
    ],
)
def test_a_number_in_the_other_writing(text: str, others: list[str]) -> None:
    assert list(other_numerals(text)) == others
