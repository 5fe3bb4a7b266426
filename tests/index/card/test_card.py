import pytest

from index.card import read
from index.clause import Card
from index.ingest import shipped
from index.outline import parse
from index.policy import read_policy
from tests.makers import POLICY_ID, source


def card(text: str) -> Card:
    found = source(text)
    return read(found, parse(found, POLICY_ID))


def test_the_shipped_policy_s_card_is_complete() -> None:
    (file,) = shipped().glob("*.md")
    policy = read_policy(file.read_bytes(), file.name)
    found = policy.card
    assert found.title
    assert found.title.value == "工业和信息化部等七部门关于推动未来产业创新发展的实施意见"
    assert found.number
    assert found.number.value == "工信部联科〔2024〕12号"
    assert [issuer.value for issuer in found.issuers] == [
        "工业和信息化部",
        "教育部",
        "科学技术部",
        "交通运输部",
        "文化和旅游部",
        "国务院国有资产监督管理委员会",
        "中国科学院",
    ]
    assert [addressee.value for addressee in found.addressees] == [
        (
            "各省、自治区、直辖市及计划单列市、新疆生产建设兵团工业和信息化、教育、科技、"
            "交通运输、文化和旅游、国有资产监督管理主管部门"
        ),
        "中国科学院院属各单位",
        "各省、自治区、直辖市通信管理局",
        "有关中央企业",
        "各有关单位",
    ]
    dates = (found.issued, found.published, found.collected)
    assert [date.value for date in dates if date] == ["2024-01-18", "2024-01", "2026-01-26"]
    assert found.url
    assert found.url.value == "https://www.gov.cn/zhengce/zhengceku/202401/content_6929021.htm"


def test_every_value_stands_where_it_was_found() -> None:
    (file,) = shipped().glob("*.md")
    policy = read_policy(file.read_bytes(), file.name)
    card = policy.card
    values = (card.title, card.number, card.url, *card.issuers, *card.addressees)
    assert [v.span.of(policy.text) for v in values if v and v.span] == [
        v.value for v in values if v
    ]
    assert card.issued
    assert card.issued.span
    assert card.issued.span.of(policy.text) == "2024年1月18日"


def test_a_statute_is_dated_by_the_latest_of_its_notes() -> None:
    found = card(
        "# 某法\n1994年7月5日 全国人民代表大会常务委员会通过\n"
        "2018年12月29日 全国人民代表大会常务委员会修正\n2019年1月1日 施行\n第一条 甲。"
    )
    assert found.issued
    assert found.issued.value == "2018-12-29"


def test_a_date_in_chinese_numerals_is_read() -> None:
    found = card("关于测试的通知\n一、甲。乙。\n某市人民政府\n二〇二四年十二月三日")
    assert found.issued
    assert found.issued.value == "2024-12-03"


def test_a_title_over_several_lines_is_one_value() -> None:
    found = card("某省人民政府办公厅关于印发\n某某行动方案的通知\n各市人民政府：\n一、甲。乙。")
    assert found.title
    assert found.title.value == "某省人民政府办公厅关于印发某某行动方案的通知"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("（清政发〔2025〕8号）", "清政发〔2025〕8号"),
        ("国发（2024）3号", "国发（2024）3号"),
        ("中华人民共和国国务院令第758号", "中华人民共和国国务院令第758号"),
    ],
)
def test_a_document_number_is_read_with_or_without_brackets(line: str, number: str) -> None:
    found = card(f"# 某办法\n{line}\n第一条 甲。")
    assert found.number
    assert found.number.value == number


def test_unknown_stays_unknown() -> None:
    assert card("一、加快发展。全面推进。") == Card()
