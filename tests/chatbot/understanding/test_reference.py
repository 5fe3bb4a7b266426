import pytest

from chatbot.chain import Chatbot
from chatbot.understanding.reference import find
from index.clause import Clause


@pytest.fixture(scope="module")
def clauses(bot: Chatbot) -> tuple[Clause, ...]:
    """The shipped policy: 一 to 五, 1. to 16. below 四, and four items below 五."""
    return bot.library.policy(bot.library.heads()[0].id).clauses


def named(text: str, clauses: tuple[Clause, ...]) -> list[str]:
    return [clause.reference for found in find(text, clauses) for clause in found.clauses]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("第13条", ["四、（六）13"]),
        ("第十三条讲什么", ["四、（六）13"]),
        ("第１３条", ["四、（六）13"]),
        ("四（六）14", ["四、（六）14"]),
        ("四、（六）14", ["四、（六）14"]),
        ("四、（六）14.的原文", ["四、（六）14"]),
        ("第四部分第（六）项第14条", ["四、（六）14"]),
        ("第四部分第六项", ["四、（六）"]),
        ("五、（二）", ["五、（二）"]),
        ("五(二)", ["五、（二）"]),
        ("第五部分第三项", ["五、（三）"]),
        ("（五）丰富应用场景下面有哪些条", ["四、（五）"]),
        ("（二）加大金融支持", ["五、（二）"]),
        ("第1条到第3条", ["四、（一）1", "四、（二）2", "四、（二）3"]),
        ("第十条至第十二条", ["四、（五）10", "四、（五）11", "四、（五）12"]),
        ("第1-3条", ["四、（一）1", "四、（二）2", "四、（二）3"]),
        ("第三部分讲什么", ["三、"]),
        ("四、重点任务", ["四、"]),
        ("第4条和第8条", ["四、（三）4", "四、（四）8"]),
        ("第4条、第8条", ["四、（三）4", "四、（四）8"]),
    ],
)
def test_a_reference_is_read_in_any_spelling(
    text: str, references: list[str], clauses: tuple[Clause, ...]
) -> None:
    assert [reference.rstrip("、") for reference in named(text, clauses)] == [
        reference.rstrip("、") for reference in references
    ]


@pytest.mark.parametrize(
    "text",
    [
        "到2025年要形成多少项标志性产品",
        "一、二线城市的企业能申请吗",
        "首台（套）重大技术装备",
        "12个月内完成",
        "第一时间告诉我",
        "有几条措施",
    ],
)
def test_numbers_in_running_text_are_no_reference(text: str, clauses: tuple[Clause, ...]) -> None:
    assert find(text, clauses) == []


@pytest.mark.parametrize("text", ["第20条", "第六部分", "五、（九）", "第四部分第八项"])
def test_a_clause_that_does_not_exist_is_answered_with_those_that_do(
    text: str, clauses: tuple[Clause, ...]
) -> None:
    (reference,) = find(text, clauses)
    assert reference.clauses == ()
    assert reference.near


def test_an_ambiguous_number_names_every_clause_it_may_mean(clauses: tuple[Clause, ...]) -> None:
    assert named("（二）", clauses) == ["四、（二）", "五、（二）"]
