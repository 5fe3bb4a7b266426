from pathlib import Path

import pytest

from index.lexical import Lexical, LexicalBuilder

TOKENS = [["的", "甲" if row in (3, 12) else "乙" if row == 7 else f"丁{row}"] for row in range(20)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty entries of two policies by turns: 的 in all of them, 甲 in two, 乙 in one."""
    builder = LexicalBuilder(tmp_path / "first")
    for row, tokens in enumerate(TOKENS):
        builder.add(row, f"p{row % 2}", tokens)
    builder.finish()
    return tmp_path / "first"


def found(index: Lexical, *tokens: str) -> list[int]:
    keys: list[int] = index.find(index.weights(tokens), {}, 30).tolist()
    return keys


def test_what_nearly_every_entry_holds_is_looked_for_only_if_nothing_else_is(folder: Path) -> None:
    index = Lexical(folder)
    assert found(index, "的", "甲") == [3, 12]
    assert found(index, "的", "无") == list(range(20))


def test_a_synonym_is_looked_for_too_and_counts_less(folder: Path) -> None:
    index = Lexical(folder)
    keys = index.find(index.weights(["甲"]), index.weights(["乙"]), 30)
    assert keys.tolist() == [3, 12, 7]


def test_what_is_common_is_not_looked_for_as_a_synonym_either(folder: Path) -> None:
    index = Lexical(folder)
    keys = index.find(index.weights(["甲"]), index.weights(["的"]), 30)
    assert keys.tolist() == [3, 12]


def test_how_much_of_a_query_may_be_left_out_is_for_the_caller_to_say(folder: Path) -> None:
    index = Lexical(folder)
    asked = index.weights(["的", "甲", "乙"])
    assert set(index.find(asked, {}, 30, left_out=0.0).tolist()) == {*range(20)}
    assert set(index.find(asked, {}, 30, left_out=0.1).tolist()) == {3, 7, 12}
    assert index.find(asked, {}, 30, left_out=0.6).tolist() == [7]


def test_of_equally_common_tokens_none_is_left_out_alone(folder: Path) -> None:
    index = Lexical(folder)
    for tokens in (["丁0", "丁1", "丁2", "丁4", "的"], ["的", "丁4", "丁2", "丁1", "丁0"]):
        assert index.find(index.weights(tokens), {}, 30, left_out=0.5).tolist() == [0, 1, 2, 4]


def test_a_rare_synonym_is_looked_for_before_a_common_word(folder: Path) -> None:
    index = Lexical(folder)
    keys = index.find(index.weights(["甲", "的"]), index.weights(["乙"]), 30, left_out=0.4)
    assert keys.tolist() == [3, 12, 7]


def test_a_token_that_no_entry_holds_has_no_weight(folder: Path) -> None:
    weights = Lexical(folder).weights(["甲", "无", "的", "甲"])
    assert set(weights) == {"甲", "的"}
    assert weights["甲"] > weights["的"] > 0


def test_what_is_gone_is_neither_found_nor_counted(folder: Path, tmp_path: Path) -> None:
    changed = LexicalBuilder(tmp_path / "changed", folder, ["p0"])
    anew = LexicalBuilder(tmp_path / "anew")
    for row in range(1, 20, 2):
        anew.add(row, "p1", TOKENS[row])
    for builder in (changed, anew):
        builder.add(20, "p2", ["的", "丙"])
        builder.finish()
    ours, theirs = Lexical(tmp_path / "changed"), Lexical(tmp_path / "anew")
    assert found(ours, "的") == found(theirs, "的") == [*range(1, 20, 2), 20]
    query = ("的", "甲", "乙", "丙")
    assert found(ours, *query) == found(theirs, *query)
    assert ours.weights(query) == pytest.approx(theirs.weights(query))
    assert found(Lexical(folder), "的") == list(range(20))
