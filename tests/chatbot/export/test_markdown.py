import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from chatbot.answer import Answer
from chatbot.export.imprint import Imprint
from chatbot.export.markdown import answer_markdown, table_markdown
from chatbot.tables.table import Cell, Table
from tests.makers import answer, quote


def read(content: bytes) -> list[Token]:
    return MarkdownIt("gfm-like", {"linkify": False}).use(footnote_plugin).parse(content.decode())


def texts(tokens: list[Token]) -> list[str]:
    """What each block says, without its footnote marks."""
    return [
        "".join(child.content for child in token.children or () if child.type.startswith("text"))
        for token in tokens
        if token.type == "inline"
    ]


def marks(tokens: list[Token]) -> list[str]:
    """Labels of the footnotes that the text refers to."""
    inner = [child for token in tokens for child in token.children or ()]
    return [str(child.meta["label"]) for child in inner if child.type == "footnote_ref"]


def test_each_citation_is_a_footnote(answered: Answer, imprint: Imprint) -> None:
    tokens = read(answer_markdown("做中试平台能得到哪些支持？", answered, imprint))
    assert marks(tokens) == ["1", "2"]
    notes = [token for token in tokens if token.type == "footnote_open"]
    assert [note.meta["label"] for note in notes] == ["1", "2"]
    said = texts(tokens)
    for citation in answered.citations:
        note = f"{citation.label}：「{citation.quote.text}」 https://www.gov.cn/"
        assert any(line.startswith(note) for line in said)
    assert said[0] == "做中试平台能得到哪些支持？"
    assert str(imprint) in said


@pytest.mark.parametrize("question", ["a\nb", "# *强调* [x](y) <b>&amp;", "a|b ~~c~~ `d`", "1. 一"])
def test_a_question_is_shown_as_it_was_typed(question: str, imprint: Imprint) -> None:
    tokens = read(answer_markdown(question, answer("答"), imprint))
    assert (tokens[0].tag, texts(tokens)[0]) == ("h1", " ".join(question.split()))


def test_escaped_brackets_are_no_footnotes(imprint: Imprint) -> None:
    text = r"见\[1\]，斜杠\\[1]，[7]。"
    tokens = read(answer_markdown("问", answer(text, quote("甲")), imprint))
    assert marks(tokens) == ["1"]
    assert texts(tokens)[1] == "见[1]，斜杠\\，[7]。"


def test_a_table_keeps_what_its_cells_say(imprint: Imprint) -> None:
    first, second = quote("甲"), quote("甲乙")
    rows = ((Cell("一|二", (first,)), Cell("*三*", (second, first))), (Cell(""), Cell("[1]")))
    tokens = read(table_markdown(Table("目标", ("名称", "值"), rows), imprint))
    assert texts(tokens)[:7] == ["目标", "名称", "值", "一|二", "*三*", "", "[1]"]
    assert marks(tokens) == ["1", "2", "1"]
    assert sum(token.type == "tr_open" for token in tokens) == 3


def test_a_cell_of_two_lines_stays_in_its_row(imprint: Imprint) -> None:
    content = table_markdown(Table("表", ("甲",), ((Cell("一\n二"),),)), imprint)
    assert "| 一<br>二 |" in content.decode()
