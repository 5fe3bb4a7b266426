import pytest

from chatbot.export.prose import lines, tree
from chatbot.markdown import escape


def types(text: str) -> list[tuple[str, str]]:
    inline = tree(text).children[0].children[0]
    return [(node.type, node.content) for node in inline.children]


def test_a_mark_is_a_citation_and_an_escaped_bracket_is_not() -> None:
    assert types(r"甲\[1\]乙[2][3]") == [
        ("text", "甲[1]乙"),
        ("citation", "2"),
        ("citation", "3"),
    ]


def test_a_mark_before_a_parenthesis_is_no_link() -> None:
    assert types("甲[1](乙)") == [("text", "甲"), ("citation", "1"), ("text", "(乙)")]


@pytest.mark.parametrize("words", ["<b>&lt;</b>", "*a* _b_ `c`", "[x]: http://a", "~~x~~ | #"])
def test_the_words_of_a_policy_come_out_as_they_went_in(words: str) -> None:
    assert "".join(content for _, content in types(escape(words))) == words


def test_what_looks_like_a_definition_is_shown() -> None:
    assert types("[1]: 甲")[-1] == ("text", ": 甲")


def test_a_paragraph_falls_into_its_lines() -> None:
    inline = tree("甲\n**乙**").children[0].children[0]
    found = [
        [node.type for node in line if node.content or node.children] for line in lines(inline)
    ]
    assert found == [["text"], ["strong"]]
