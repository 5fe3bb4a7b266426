from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from chatbot.records.masking import masked
from index.ingest import shipped

WORDS = st.text(alphabet="我的号码是请问政策补贴，。：（）怎么办 ", max_size=12)
GAPS = st.sampled_from(["", " ", "-"])
MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
BIRTHDAYS = st.dates(date(1900, 1, 1), date(2029, 12, 31)).map(lambda day: f"{day:%Y%m%d}")


@st.composite
def identities(draw: st.DrawFn) -> str:
    head = draw(st.from_regex(r"[1-8][0-9]{5}", fullmatch=True)) + draw(BIRTHDAYS)
    number = head + draw(st.from_regex(r"[0-9]{3}", fullmatch=True))
    return number + str(mod_11_2.calc_check_digit(number))


@st.composite
def cards(draw: st.DrawFn) -> str:
    number = draw(st.from_regex(r"62[0-9]{13,16}", fullmatch=True))
    return number + luhn.calc_check_digit(number)


def spaced(number: str, gap: str) -> str:
    return gap.join(number[at : at + 4] for at in range(0, len(number), 4))


def full_width(text: str) -> str:
    return text.translate({code: code - 0x20 + 0xFF00 for code in range(0x21, 0x7F)})


@given(WORDS, MOBILES | identities() | cards(), GAPS, WORDS, st.sampled_from([str, full_width]))
def test_no_number_of_a_person_is_left(
    before: str, number: str, gap: str, after: str, width: Callable[[str], str]
) -> None:
    kept = masked(before + width(spaced(number, gap)) + after)
    assert not any(sign.isdigit() for sign in kept)
    assert kept.startswith(before)
    assert kept.endswith(after)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Nd", "No"])))
def test_words_stay_as_they_are(text: str) -> None:
    assert masked(text.replace("@", "")) == text.replace("@", "")


@given(st.text(alphabet="0123456789-+ .()@abcX账号手机，"))
def test_what_is_masked_stays_so(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("座机010-65551234转8", "座机〔电话号码〕转8"),
        ("电话（0755）8394 8372。", "电话〔电话号码〕。"),
        ("香港 +852 2345 6789", "香港 〔电话号码〕"),
        ("a.b+c@miit.gov.cn收", "〔邮箱〕收"),
        ("账号：0200 0036 0900 1234 567", "账号：〔证件或账号〕"),
        ("护照E12345678", "护照〔证件或账号〕"),
        ("旧身份证110105491231002", "旧身份证〔身份证号〕"),
        ("写错一位11010519491231002１", "写错一位〔身份证号〕"),
        ("卡4111 1111 1111 1111 5000元", "卡〔银行卡号〕 5000元"),
        ("1\u200b3\u200b812345678\x00", "〔手机号〕"),
        ("微信wx13812345678a", "微信wx〔手机号〕a"),
    ],
)
def test_each_kind_is_named(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "工信部联科〔2024〕12号第十四条1.2.3",
        "2021 2022 2023 2024 2025年分别是多少",
        "2024年1月18日至2025-12-31",
        "投入1380000万元，约12.5亿",
        "拨打12345或12366",
        "编号2024112512345678",
        "账号怎么注册",
    ],
)
def test_what_is_nobody_s_number_stays(text: str) -> None:
    assert masked(text) == text


def test_a_policy_has_nothing_to_mask() -> None:
    for file in shipped().iterdir():
        text = file.read_text(encoding="utf-8")
        assert masked(text) == text
