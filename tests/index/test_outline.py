from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clause import Clause, Kind, Place
from index.ingest import shipped
from index.outline import parse
from index.policy import read_policy
from tests.makers import POLICY_ID, clauses, source

GOLDEN = Path(__file__).parent.parent / "golden" / "policy.txt"


def tree(found: tuple[Clause, ...]) -> list[str]:
    """One line a clause: indent, last segment of the path, reference, * for a unit."""
    return [
        f"{'  ' * (len(c.path) - 1)}{c.path[-1]} {c.reference}{' *' if c.unit else ''}"
        for c in found
    ]


def described(clause: Clause) -> str:
    """A line of the golden file."""
    unit = " *" if clause.unit else ""
    text = clause.own.moved(-clause.span.start).of(clause.text).replace("\n", "/")
    ends = text if len(text) <= 24 else f"{text[:12]}…{text[-12:]}"
    return (
        f"{'  ' * (len(clause.path) - 1)}{clause.path[-1]} {clause.kind}{unit}"
        f" | {clause.reference} | {clause.trail[-1]} | {ends}"
    )


def test_the_shipped_policy_is_the_tree_written_down_by_hand() -> None:
    (file,) = shipped().glob("*.md")
    found = read_policy(file.read_bytes(), file.name).clauses
    assert [described(clause) for clause in found] == GOLDEN.read_text("utf-8").splitlines()


def test_official_numbering_nests() -> None:
    text = (
        "# 意见\n一、任务\n（一）布局\n1.谋划。推进。\n（1）打造。\n（2）建设。\n"
        "二、保障\n（一）统筹。实施。"
    )
    assert tree(clauses(text)) == [
        "title 标题",
        "h1 一、",
        "  k1 一、（一）",
        "    n1 一、（一）1 *",
        "      m1 一、（一）1（1）",
        "      m2 一、（一）1（2）",
        "h2 二、",
        "  k1 二、（一） *",
    ]


def test_statute_numbering_nests() -> None:
    text = (
        "# 条例\n## 第一章 总则\n### 第一节 一般规定\n第一条 为了发展，制定本条例。\n"
        "第二条 下列事项适用本条例：\n（一）研发；\n（二）推广：\n1.试点；\n2.示范。\n"
        "第二条之一 插入的条文。\n## 第二章 附则\n第三条 自公布之日起施行。"
    )
    assert tree(clauses(text)) == [
        "title 标题",
        "c1 第一章",
        "  s1 第一章第一节",
        "    a1 第一条 *",
        "    a2 第二条 *",
        "      k1 第二条第（一）项",
        "      k2 第二条第（二）项",
        "        n1 第二条第（二）项第1目",
        "        n2 第二条第（二）项第2目",
        "    a2-1 第二条之一 *",
        "c2 第二章",
        "  a3 第三条 *",
    ]


def test_an_article_of_several_paragraphs_has_its_items_where_they_follow() -> None:
    text = "# 法\n第五条 第一款的文字：\n（一）甲；\n（二）乙。\n第二款的文字：\n（一）丙。"
    assert tree(clauses(text)) == [
        "title 标题",
        "a5 第五条 *",
        "  p1 第五条第一款",
        "    k1 第五条第一款第（一）项",
        "    k2 第五条第一款第（二）项",
        "  p2 第五条第二款",
        "    k1 第五条第二款第（一）项",
    ]


def test_both_numberings_in_one_document() -> None:
    text = "# 通知\n一、总体要求\n坚持创新。\n附件：\n办法\n第一条 制定本办法。\n（一）项目。"
    assert tree(clauses(text)) == [
        "title 标题",
        "h1 一、 *",
        "  p1 一、第1段",
        "x1 附件",
        "  p1 附件第1段 *",
        "  a1 附件第一条 *",
        "    k1 附件第一条第（一）项",
    ]


def test_official_headings_may_stand_above_articles() -> None:
    text = "# 办法\n一、总则\n第一条 制定本办法。\n二、管理\n第二条 由主管部门负责。"
    assert tree(clauses(text))[1:] == ["h1 一、", "  a1 第一条 *", "h2 二、", "  a2 第二条 *"]


def test_a_notice_is_signed_before_what_it_issues() -> None:
    text = (
        "某省人民政府关于印发行动方案的通知\n某政发〔2024〕3号\n各市人民政府：\n现印发给你们。\n"
        "某省人民政府\n2024年5月6日\n（此件公开发布）\n行动方案\n一、目标\n（一）总体。发展。"
    )
    found = clauses(text)
    assert tree(found)[4:] == [
        "sign 落款",
        "date 成文日期",
        "note 题注",
        "t1 “行动方案”",
        "  h1 一、",
        "    k1 一、（一） *",
    ]
    assert found[-1].trail[0] == "行动方案"


def test_a_plan_without_articles_is_referred_to_by_its_chapters() -> None:
    text = "# 规划\n第一章 形势\n第一节 现状\n一、成效\n（一）规模。增长。"
    assert clauses(text)[-1].reference == "第一章第一节一、（一）"


def test_a_heading_may_end_with_a_full_stop() -> None:
    text = "# 意见\n（三）夯实基础。\n1.建设光网。推进覆盖。"
    assert tree(clauses(text))[1:] == ["k3 （三）", "  n1 （三）1 *"]
    assert clauses(text)[1].title == "夯实基础"


def test_the_last_of_a_list_in_an_article_is_no_heading() -> None:
    text = (
        "# 办法\n第五条 提交材料：\n（一）申请表；\n（二）发票。\n第六条 情形：\n（一）资金。专用。"
    )
    items = [clause for clause in clauses(text) if clause.kind is Kind.ITEM]
    assert [item.title for item in items] == ["", "", "资金"]


def test_a_cross_reference_never_becomes_a_heading() -> None:
    text = "# 法\n第七条 依照本法\n第八条规定的情形，从重处罚。\n第八条 另有规定的除外。"
    assert [c.number for c in clauses(text) if c.kind is Kind.ARTICLE] == ["第七条", "第八条"]


def test_principles_are_named_by_their_leads() -> None:
    text = "# 意见\n二、基本原则\n前瞻部署、梯次培育。顺应趋势。\n创新驱动。以前沿技术引领。"
    principle = clauses(text)[2]
    assert (principle.title, principle.reference) == (
        "前瞻部署、梯次培育",
        "二、“前瞻部署、梯次培育”",
    )
    assert principle.trail == ("二、基本原则", "前瞻部署、梯次培育")


def test_the_text_before_numbered_children_is_a_unit_of_its_own() -> None:
    text = "# 意见\n（一）完善政策。制定下列办法：\n1.甲办法。内容。\n2.乙办法。内容。"
    assert tree(clauses(text))[1:] == [
        "k1 （一）",
        "  p1 （一）第1段 *",
        "  n1 （一）1 *",
        "  n2 （一）2 *",
    ]


def test_a_table_of_contents_does_not_make_the_chapters_twice() -> None:
    text = (
        "# 条例\n目录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。"
    )
    assert [c.number for c in clauses(text) if c.kind is Kind.CHAPTER] == ["第一章", "第二章"]


def test_front_and_back_matter_is_no_unit() -> None:
    text = (
        "关于测试的意见\n测发〔2024〕1号\n各市人民政府：\n现提出如下意见。\n一、目标\n加快发展。\n"
        "某省人民政府\n2024年1月18日\n（此件公开发布）"
    )
    kinds = [clause.kind for clause in clauses(text) if not clause.unit]
    assert kinds == [
        Kind.TITLE,
        Kind.DOCUMENT_NUMBER,
        Kind.ADDRESSEES,
        Kind.PARAGRAPH,
        Kind.SIGNATORY,
        Kind.DATE,
        Kind.NOTE,
    ]


def test_the_same_text_gives_the_same_ids() -> None:
    text = "# 意见\n一、甲\n（一）乙。丙。\n（一）重号。丁。"
    assert [c.id for c in clauses(text)] == [c.id for c in clauses(text)]
    assert clauses(text)[-1].path == ("h1", "k1~2")


def test_rows_of_a_table_are_one_clause() -> None:
    text = "# 表\n一、清单\n| 名称 | 数量 |\n| 平台 | 20 |\n后文。"
    assert [c.text for c in clauses(text) if c.kind is Kind.PARAGRAPH] == [
        "| 名称 | 数量 |\n| 平台 | 20 |",
        "后文。",
    ]


def test_the_place_of_a_clause_is_that_of_its_first_line() -> None:
    read = source(
        "# 意见\n测发〔2024〕1号\n一、任务\n1.甲。先做下列事项：\n"
        "（1）乙。\n第一条 丙。\n丁。\n## 戊\n己。"
    )
    lines = [replace(line, place=Place(paragraph=n)) for n, line in enumerate(read.lines, 1)]
    found = parse(replace(read, lines=tuple(lines)), POLICY_ID)
    assert [(c.path[-1], c.place.paragraph) for c in found if c.place] == [
        ("title", 1),
        ("number", 2),
        ("h1", 3),
        ("n1", 4),
        ("m1", 5),
        ("a1", 6),
        ("p1", 6),
        ("p2", 7),
        ("t1", 8),
        ("p1", 9),
    ]
    assert all(clause.place for clause in found)


OPENINGS = [
    "一、",
    "（一）",
    "1.",
    "（1）",
    "①",
    "第一条 ",
    "第二章 ",
    "第一节 ",
    "附件：",
    "",
    "| ",
    "# ",
]
LINE = st.builds(
    str.__add__, st.sampled_from(OPENINGS), st.text("甲乙。；：，（）第条一 \t|", max_size=12)
)


@given(st.lists(LINE, max_size=25))
def test_no_character_is_lost_and_none_is_counted_twice(lines: list[str]) -> None:
    read = source("\n".join(lines))
    owned = [i for c in clauses(read.text) for i in range(c.own.start, c.own.end)]
    body = {i for line in read.lines for i in range(line.span.start, line.span.end)}
    assert {i for i in body if not read.text[i].isspace()} <= set(owned)
    assert len(owned) == len(set(owned))


@given(st.lists(LINE, max_size=25))
def test_units_never_nest_and_children_lie_inside_their_parents(lines: list[str]) -> None:
    found = clauses("\n".join(lines))
    by_id = {clause.id: clause for clause in found}
    inner = [(c, by_id[c.parent]) for c in found if c.parent]
    assert len(by_id) == len(found)
    assert all(parent.span.covers(child.span) for child, parent in inner)
    units = {clause.path for clause in found if clause.unit}
    assert not any(path[:n] in units for path in units for n in range(1, len(path)))


@pytest.mark.corpus
def test_articles_of_the_laws_run_from_the_first_to_the_last(corpus: Path) -> None:
    """Of all files with articles, numbers missing in the file itself included."""
    ran = total = 0
    for file in sorted(corpus.rglob("*.md")):
        policy = read_policy(file.read_bytes(), file.relative_to(corpus).as_posix())
        articles = [
            c.path[-1] for c in policy.clauses if c.kind is Kind.ARTICLE and "-" not in c.path[-1]
        ]
        total += bool(articles)
        ran += bool(articles) and articles == [f"a{i}" for i in range(1, len(articles) + 1)]
    assert total > 3_000
    assert ran / total >= 0.99
