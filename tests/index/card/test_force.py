import pytest

from index.card import read
from index.clause import Card
from index.outline import parse
from tests.makers import POLICY_ID, source


def card(text: str) -> Card:
    found = source(text)
    return read(found, parse(found, POLICY_ID))


def effective(text: str) -> tuple[str, bool] | None:
    """The first day in force, and whether the text says it in so many words."""
    found = card(text).effective
    return (found.value, found.confidence == 1) if found else None


NOTE = "2019年5月1日 某市人民代表大会常务委员会通过"


@pytest.mark.parametrize(
    ("closing", "day"),
    [
        ("本条例自2019年7月1日起施行。", ("2019-07-01", True)),
        ("自二〇一九年七月一日起施行。", ("2019-07-01", False)),
        ("本条例自公布之日起施行。", ("2019-05-01", False)),
        ("本条例自公布之日起三十日后施行。", ("2019-05-31", False)),
        ("本条例由市人民政府解释。", None),
    ],
)
def test_the_first_day_in_force_is_read_from_the_end(
    closing: str, day: tuple[str, bool] | None
) -> None:
    assert effective(f"# 某市条例\n{NOTE}\n第一条 甲。\n第二条 {closing}") == day


def test_a_note_on_the_day_counts_more_than_nothing() -> None:
    assert effective(f"# 某市条例\n{NOTE}\n2019年8月1日 施行\n第一条 甲。") == ("2019-08-01", True)


def test_an_amended_text_is_in_force_from_its_amendment_on_and_is_not_sure_of_it() -> None:
    text = f"# 某市条例\n{NOTE}\n2023年3月2日 某市人民代表大会常务委员会修正\n第一条 甲。"
    assert effective(f"{text}\n第二条 本条例自2019年7月1日起施行。") == ("2023-03-02", False)


def test_the_day_of_something_else_is_not_the_policy_s() -> None:
    text = "# 某市条例\n第一条 甲。\n第二条 新标准自2030年1月1日起施行的，从其规定。"
    assert effective(f"{text}\n第三条 本条例自2019年7月1日起施行。") == ("2019-07-01", True)


@pytest.mark.parametrize(
    ("closing", "last"),
    [
        ("本办法自2021年3月1日起施行，有效期5年。", "2026-02-28"),
        ("本办法自2021年3月1日起施行，有效期至2023年12月31日。", "2023-12-31"),
        ("本通知有效期为十八个月，自2021年3月1日起施行。", "2022-08-31"),
        ("本办法自2021年3月1日起施行。许可证有效期5年。", None),
        ("本办法规定的许可证有效期5年，自2021年3月1日起施行。", None),
    ],
)
def test_the_last_day_is_read_or_reckoned(closing: str, last: str | None) -> None:
    found = card(f"# 某市办法\n第一条 甲。\n第二条 {closing}").expires
    assert (found.value if found else None) == last


def test_a_day_stands_where_it_was_read() -> None:
    text = "# 某市条例\n第一条 甲。\n第二条 本条例自2019年7月1日起施行。"
    found = card(text).effective
    assert found
    assert found.span.of(text) == "2019年7月1日"
