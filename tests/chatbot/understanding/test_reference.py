import pytest

from chatbot.chain import Chatbot
from chatbot.understanding.reference import find, wording
from chatbot.understanding.steps import may_refer
from index.clause import Clause
from tests import makers


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
        ("13条", ["四、（六）13"]),
        ("13条和14条", ["四、（六）13", "四、（六）14"]),
        ("第 13 条", ["四、（六）13"]),
        ("第13项", ["四、（六）13"]),
        ("四.（六）.14", ["四、（六）14"]),
        ("四(六)14", ["四、（六）14"]),
        ("四（六）14条", ["四、（六）14"]),
        ("第五部分第二点", ["五、（二）"]),
        ("五（二）", ["五、（二）"]),
        ("第一条和第三条", ["四、（一）1", "四、（二）3"]),
        ("第一、三、五条", ["四、（一）1", "四、（二）3", "四、（三）5"]),
        ("第1条到3条", ["四、（一）1", "四、（二）2", "四、（二）3"]),
        ("第一部分和第三部分", ["一", "三"]),
        ("保障措施第二条", ["五、（二）"]),
        ("保障措施的第二条", ["五、（二）"]),
        ("重点任务第（三）项", ["四、（三）"]),
        ("丰富应用场景第二条", ["四、（五）11"]),
        ("重点任务第11条原文", ["四、（五）11"]),
        ("四、（六）13、14", ["四、（六）13", "四、（六）14"]),
        ("对比四、（六）13和14", ["四、（六）13", "四、（六）14"]),
        ("五、（一）和（三）", ["五、（一）", "五、（三）"]),
        ("第（六）项", ["四、（六）"]),
        ("最后一条", ["四、（六）16"]),
        ("倒数第二条", ["四、（六）15"]),
        ("最后两条", ["四、（六）15", "四、（六）16"]),
        ("第五部分的最后一项", ["五、（四）"]),
        ("前三条", ["四、（一）1", "四、（二）2", "四、（二）3"]),
        ("前2个部分", ["一", "二"]),
        ("第13条在哪一条", ["四、（六）13"]),
        ("第14条属于哪个部分", ["四、（六）14"]),
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
        "有16条措施",
        "13条措施",
        "共16条",
        "在哪一条",
        "第三次会议",
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


@pytest.mark.parametrize("text", ["第13条", "最后一条", "倒数第二条", "前三条", "五、（二）"])
def test_what_counts_nothing_is_no_reference(text: str) -> None:
    assert may_refer(text)
    assert not may_refer("中试平台怎么建")


def test_an_ambiguous_number_names_every_clause_it_may_mean(clauses: tuple[Clause, ...]) -> None:
    assert named("（二）", clauses) == ["四、（二）", "五、（二）"]


def test_an_amount_of_paragraphs_that_an_article_lacks_leads_back_to_the_article(
    clauses: tuple[Clause, ...],
) -> None:
    (reference,) = find("第十四条第二款", clauses)
    assert reference.clauses == ()
    assert [clause.reference for clause in reference.nearest(3)] == ["四、（六）14"]


def test_the_nearest_numbers_come_first(clauses: tuple[Clause, ...]) -> None:
    (reference,) = find("第20条", clauses)
    assert [clause.number for clause in reference.nearest(2)] == ["16.", "15."]
    assert reference.distance == 4


def test_a_reference_as_we_write_it_leads_back_to_its_clause(clauses: tuple[Clause, ...]) -> None:
    numbered = [clause for clause in clauses if clause.number]
    assert len(numbered) > 30
    for clause in numbered:
        (reference,) = find(wording(clause), clauses)
        assert reference.clauses == (clause,)


def test_an_article_inserted_later_is_told_from_the_one_before() -> None:
    inserted = makers.clauses("第五条 甲。\n\n第五条之一 乙。\n\n第六条 丙。\n")
    assert named("第五条之一", inserted) == ["第五条之一"]
    assert named("第5条之1", inserted) == ["第五条之一"]
    assert named("第五条", inserted) == ["第五条"]


def test_paragraphs_and_items_of_an_article() -> None:
    text = "第五条 甲。\n\n有下列情形的：\n\n（一）子；\n\n（二）丑。\n\n第六条 丙。\n"
    article = makers.clauses(text)
    assert named("第五条第二款", article) == ["第五条第二款"]
    assert named("第五条第2款第（二）项", article) == ["第五条第二款第（二）项"]
    assert named("第六条第一款", article) == ["第六条"]


def test_the_articles_of_an_attachment_are_not_those_of_the_text() -> None:
    both = makers.clauses("第一条 甲。\n\n第二条 乙。\n\n附件1：办法\n\n第一条 丙。\n")
    assert named("第一条", both) == ["第一条"]
