from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokens import cut, fold, normal


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("中试平台", ["中", "试", "平", "台", "中试", "试平", "平台"]),
        ("5G网络", ["5", "g", "网", "络", "网络"]),
        ("２０２５年", ["2025", "年"]),
        ("AI大模型 GPT-4", ["ai", "大", "模", "型", "大模", "模型", "gpt", "4"]),
        ("1.5亿", ["1.5", "亿"]),
        ("，。！", []),
        ("", []),
    ],
)
def test_characters_bigrams_words_and_numbers(text: str, tokens: list[str]) -> None:
    assert cut(text) == tokens


def test_width_and_case_are_made_one() -> None:
    assert fold("ＡＢｃ①") == "abc1"


@given(st.text("政，；：（）！？％１①㎏e\u0301\u0338="))
def test_a_text_is_normalised_as_unicode_has_it(text: str) -> None:
    assert normal(text) == normalize("NFKC", text)
