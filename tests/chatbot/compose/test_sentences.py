import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.compose.sentences import Sentence, sentences

TEXT = (
    "如下：\n1. 建设**平台**。[1]提高水平！【2】\n- 引进人才[1,3]\n\n他说“‘甲。’乙。”［2－3］。"
    "文号是工信部联科[2024]12号。[1]\n[4]\n| 补助 | 一次[1] |\n|---|---|\n好！！[1]\u2028完"
)


def read(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(sentence.text, sentence.cited) for sentence in sentences([text])]


def test_each_sentence_comes_with_its_marks() -> None:
    assert list(sentences([TEXT])) == [
        Sentence("如下：", (), "\n\n"),
        Sentence("建设平台。", (1,), "\n- "),
        Sentence("提高水平！", (2,), ""),
        Sentence("引进人才", (1, 3), "\n- "),
        Sentence("他说“‘甲。’乙。”", (2, 3), "\n\n"),
        Sentence("。", (), ""),
        Sentence("文号是工信部联科[2024]12号。", (1, 4), ""),
        Sentence("补助，一次", (1,), "\n\n"),
        Sentence("好！！", (1,), "\n\n"),
        Sentence("完", (), "\n\n"),
    ]


@given(st.lists(st.integers(1, 12), min_size=1, max_size=80))
def test_where_the_text_is_cut_into_pieces_changes_nothing(lengths: list[int]) -> None:
    pieces, at = [], 0
    for length in lengths:
        pieces.append(TEXT[at : at + length])
        at += length
    assert list(sentences([*pieces, TEXT[at:]])) == list(sentences([TEXT]))


@pytest.mark.parametrize(
    ("marks", "cited"),
    [
        ("[1]", (1,)),
        ("[1][3]", (1, 3)),
        ("[1] 【3】", (1, 3)),
        ("[1,3]", (1, 3)),
        ("［１、３］", (1, 3)),
        ("[1-3]", (1, 2, 3)),
        ("[1–2，4]", (1, 2, 4)),
        ("〔2〕", (2,)),
        ("[^2]", (2,)),
        ("[条款2]", (2,)),
        ("[3-1]", (3, 1)),
        ("[1-9999]", (1, 9999)),
        ("[0]", (0,)),
    ],
)
def test_marks_in_every_shape(marks: str, cited: tuple[int, ...]) -> None:
    assert read(f"建设平台。{marks}提高水平。") == [("建设平台。", cited), ("提高水平。", ())]
    assert read(f"建设平台{marks}。") == [("建设平台。", cited)]


def test_a_mark_that_is_not_yet_complete_holds_the_sentence_back() -> None:
    stream = sentences(iter(["建设平台。", "[", "1", "]", "提", "高"]))
    assert next(stream) == Sentence("建设平台。", (1,), "\n\n")


def test_a_sentence_is_handed_on_as_soon_as_the_next_begins() -> None:
    pieces = iter(["建设平台。[1]提", "高水平。"])
    assert next(sentences(pieces)).text == "建设平台。"
    assert next(pieces) == "高水平。"


def test_a_mark_before_a_line_belongs_to_that_line() -> None:
    assert read("[1] 建设平台。\n[2] 提高水平。") == [("建设平台。", (1,)), ("提高水平。", (2,))]


def test_what_cannot_be_seen_is_taken_out() -> None:
    assert read("20\u200b25\u00ad年\u202e。") == [("2025年。", ())]


def test_a_quotation_that_is_never_closed_ends_with_its_line() -> None:
    assert read("甲说“建设。提高。\n乙。") == [("甲说“建设。提高。", ()), ("乙。", ())]
