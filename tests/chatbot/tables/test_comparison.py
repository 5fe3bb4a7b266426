import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.errors import BadQuestion
from chatbot.tables import comparison
from chatbot.tables.comparison import Comparison, Relation, compare
from index.clause import Policy, PolicyHead
from index.embedders import load
from tests.makers import policy

EMBEDDER = load("builtin")
OLD = """# 条例
第一条　为了发展平台，制定本条例。
第二条　企业应当每年报告一次经营情况。
第三条　主管部门受理申请，应当在三十日内答复。
第四条　收费标准由财政部门制定。
"""
NEW = """# 条例
第一条　为了发展平台，制定本条例。
第二条　国家鼓励科研人员创业。
第三条　企业应当每年报告两次经营情况。
第四条　主管部门受理申请，应当在十五日内答复。
"""


def side(text: str) -> tuple[Policy, PolicyHead]:
    read = policy(text)
    return read, PolicyHead(read.id, read.source_file, read.sha256, read.name, read.card)


def compared(left: str, right: str) -> Comparison:
    return compare(side(left), side(right), EMBEDDER)


def test_what_was_kept_changed_added_and_removed_is_told() -> None:
    found = [
        (pair.relation, pair.left and pair.left.number, pair.right and pair.right.number)
        for pair in compared(OLD, NEW).pairs
    ]
    assert found == [
        (Relation.SAME, "第一条", "第一条"),
        (Relation.ADDED, None, "第二条"),
        (Relation.CHANGED, "第二条", "第三条"),
        (Relation.CHANGED, "第三条", "第四条"),
        (Relation.REMOVED, "第四条", None),
    ]


def test_the_words_that_differ_are_marked_on_both_sides() -> None:
    pair = next(p for p in compared(OLD, NEW).pairs if p.left and p.left.number == "第三条")
    assert pair.left
    assert pair.right
    assert [span.of(pair.left.text) for span in pair.changed_left] == ["三十日"]
    assert [span.of(pair.right.text) for span in pair.changed_right] == ["十五日"]


def test_clauses_in_another_order_are_paired_all_the_same() -> None:
    lines = OLD.splitlines()
    turned = "\n".join((lines[0], *reversed(lines[1:])))
    assert {pair.relation for pair in compared(OLD, turned).pairs} == {Relation.SAME}


def test_each_cell_quotes_its_clause() -> None:
    table = compared(OLD, NEW).table()
    assert table.columns == ("条例", "条例", "关系")
    for left, right, _ in table.rows:
        assert [q.text for cell in (left, right) for q in cell.quotes] == [
            cell.text for cell in (left, right) if cell.text
        ]


def test_too_long_a_policy_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "MAX_UNITS", 3)
    with pytest.raises(BadQuestion, match="有 4 个条款"):
        compared(OLD, NEW)


articles = st.lists(
    st.sampled_from(["甲。", "甲乙丙丁。", "企业报告。", "平台。"]), min_size=1, max_size=8
)


@given(articles, articles)
def test_no_clause_of_either_side_is_lost(ours: list[str], theirs: list[str]) -> None:
    numbers = "一二三四五六七八"
    texts = [
        "# 条例\n" + "\n".join(f"第{n}条　{text}" for n, text in zip(numbers, side, strict=False))
        for side in (ours, theirs)
    ]
    found = compared(*texts)
    assert [p.left.number for p in found.pairs if p.left] == [f"第{n}条" for n in numbers][
        : len(ours)
    ]
    right = sorted(numbers.index(p.right.number[1]) for p in found.pairs if p.right)
    assert right == list(range(len(theirs)))
