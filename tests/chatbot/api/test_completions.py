import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.api.completions import (
    CompletionIn,
    Refused,
    Trimmed,
    annotations,
    footnotes,
)
from tests.makers import answer, quote

PIECES = st.lists(st.text("一。 \n", max_size=5), max_size=8)


def request(*contents: str) -> CompletionIn:
    messages = [
        {"role": ("user", "assistant")[at % 2], "content": content}
        for at, content in enumerate(contents)
    ]
    return CompletionIn.model_validate({"model": "policy-chatbot", "messages": messages})


@given(PIECES)
def test_pieces_make_the_trimmed_text(pieces: list[str]) -> None:
    trimmed = Trimmed()
    assert "".join(map(trimmed.next, pieces)) == "".join(pieces).strip()


def test_a_footnote_quotes_its_clause_on_one_line() -> None:
    said = answer("支持。[1]", quote("一、支持\n\n给予*补助*。"))
    [_, note] = footnotes(said.citations).strip().split("\n\n")
    assert note == "[1] 《关于测试的意见》1：“一、支持 给予\\*补助\\*。”"


def test_an_answer_without_citations_has_no_footnotes() -> None:
    assert footnotes(()) == ""


def test_each_mark_is_annotated_and_other_brackets_are_not() -> None:
    said = answer("见[2020]号文。[1]再看。[1]", quote("条款"))
    found = annotations(said.text, said.citations, lambda _citation: "a")
    spans = [(each.url_citation.start_index, each.url_citation.end_index) for each in found]
    assert [said.text[start:end] for start, end in spans] == ["[1]", "[1]"]
    assert len(set(spans)) == 2


def test_our_own_footnotes_are_no_part_of_what_was_said() -> None:
    said = answer("支持。[1]", quote("条款"))
    question = request("一", said.text + footnotes(said.citations), "二").value()
    assert [turn.content for turn in question.turns] == ["一", "支持。[1]"]


def test_of_a_long_talk_the_latest_turns_count() -> None:
    question = request(*map(str, range(101))).value()
    assert (question.text, question.turns[0].content, len(question.turns)) == ("100", "50", 50)


def test_nothing_asked_is_refused() -> None:
    with pytest.raises(Refused, match="user"):
        request().value()
