from chatbot.question import Turn
from chatbot.understanding.cited import cited
from tests.makers import clauses

POLICY = clauses(
    "# 意见\n一、任务\n1.建设平台。甲。\n11.引进人才。乙。\n二、保障\n（一）金融支持。丙。"
)


def names(*answers: str) -> list[str]:
    turns = [Turn("assistant", text) for text in answers]
    return [clause.reference for clause in cited(turns, POLICY)]


def test_the_clauses_before_the_marks_are_read_back_in_order() -> None:
    answer = "乙（一、11“引进人才”）[1]\n\n> **乙**。\n\n丙（二、（一）“金融支持”）[2]"
    assert names(answer) == ["一、11", "二、（一）"]


def test_a_clause_that_is_quoted_whole_is_read_back_too() -> None:
    assert names("一、1“建设平台”[1]：\n\n> 1.建设平台。甲。") == ["一、1"]


def test_the_latest_answer_counts() -> None:
    assert names("甲（一、1“建设平台”）[1]", "乙（一、11“引进人才”）[1]") == ["一、11"]


def test_an_answer_that_names_no_clause_gives_none() -> None:
    assert names("没有找到。") == []
    assert cited((), POLICY) == ()
