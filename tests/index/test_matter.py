import pytest

from index.clause import Kind, Policy
from index.policy import read_policy

HEAD = """000012
机密★1年
特急
某省人民政府办公厅
某省财政厅文件
某政办发〔2024〕3号　签发人：张三
"""
TEXT = """某省人民政府办公厅 某省财政厅
关于加强中试平台建设的通知
各市人民政府，省政府各部门：
为加强中试平台建设，现通知如下：
一、加强建设
建设一批中试平台。
二、加强管理
各部门应当建立抄送制度。
附件：任务分工表
某省人民政府办公厅
某省财政厅
2024年3月1日
（此件公开发布）
"""
COLOPHON = """抄送：省委各部门，省军区，
省人大常委会办公厅，省政协办公厅。
某省人民政府办公厅　　　　2024年3月2日印发
"""
TITLE = "某省人民政府办公厅某省财政厅关于加强中试平台建设的通知"


def read(text: str) -> Policy:
    return read_policy(text.encode(), "通知.txt")


def clauses(policy: Policy) -> list[tuple[Kind, str]]:
    """What is neither number nor note: those differ by what stands on the paper."""
    left_out = (Kind.DOCUMENT_NUMBER, Kind.NOTE)
    return [(each.kind, each.text) for each in policy.clauses if each.kind not in left_out]


def test_official_paper_is_read_as_the_text_alone() -> None:
    paper = read(HEAD + TEXT + COLOPHON)
    assert clauses(paper) == clauses(read(TEXT))
    notes = "\n".join(each.text for each in paper.clauses if each.kind is Kind.NOTE)
    assert all(line in notes for line in (*HEAD.splitlines()[:5], *COLOPHON.splitlines()))


def test_its_card_is_that_of_the_text() -> None:
    card = read(HEAD + TEXT + COLOPHON).card
    assert card.title
    assert card.title.value == TITLE
    assert card.number
    assert card.number.value == "某政办发〔2024〕3号"
    assert [office.value for office in card.issuers] == ["某省人民政府办公厅", "某省财政厅"]
    assert card.issued
    assert card.issued.value == "2024-03-01"


@pytest.mark.parametrize(
    "end",
    [
        "抄送：省军区。\n",
        "某省人民政府办公厅　2024年3月2日印发\n",
        "抄送：省军区。\n某省人民政府办公厅　2024年3月2日印发\n（共印200份）\n— 3 —\n",
    ],
)
def test_a_colophon_may_be_any_part_of_one(end: str) -> None:
    assert clauses(read(TEXT + end)) == clauses(read(TEXT))


def test_a_name_that_ends_with_those_letters_is_a_title_where_no_number_follows() -> None:
    title = read("某省招标示范文件\n一、总则\n甲。").card.title
    assert title
    assert title.value == "某省招标示范文件"


def test_copies_that_an_article_speaks_of_are_text() -> None:
    policy = read("# 某市公文办法\n第一条 抄送范围如下。\n第二条 抄送：有关单位。\n第三条 甲。\n")
    assert [each.number for each in policy.clauses if each.unit] == ["第一条", "第二条", "第三条"]
