from hypothesis import given
from hypothesis import strategies as st

from index.sentences import clause_terms, sentence_spans, sentence_terms
from index.tokens import cut


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_a_sentence_ends_at_its_punctuation() -> None:
    assert sentences("甲。乙！丙；丁") == ["甲。", "乙！", "丙；", "丁"]


def test_closing_quotes_stay_with_their_sentence() -> None:
    assert sentences("他说：“走。”然后走了。") == ["他说：“走。”", "然后走了。"]


def test_a_line_break_ends_a_sentence() -> None:
    assert sentences("标题\n\n正文。 ") == ["标题", "正文。"]


@given(st.text("甲乙。！；”\n 　", max_size=40))
def test_no_character_is_lost(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_the_tokens_of_each_sentence_are_told_apart() -> None:
    assert list(map(set, sentence_terms("甲乙。丙"))) == [{"甲", "乙", "甲乙"}, {"丙"}]


@given(st.text("甲乙1.a。；”（）①\u0301\n 　", max_size=40))
def test_no_token_goes_beyond_the_end_of_a_sentence(text: str) -> None:
    assert clause_terms(text) == set(cut(text))
