import pytest

from index.card import read
from index.card.rank import KINDS
from index.clause import Card
from index.outline import parse
from tests.makers import POLICY_ID, source


def card(title: str, *notes: str) -> Card:
    found = source("\n".join((f"# {title}", *notes, "第一条 甲。")))
    return read(found, parse(found, POLICY_ID))


def ranked(found: Card) -> tuple[str, str, str]:
    values = (found.kind, found.level, found.region)
    kind, level, region = (value.value if value else "" for value in values)
    return kind, level, region


@pytest.mark.parametrize(
    ("title", "note", "expected"),
    [
        (
            "中华人民共和国城市维护建设税法",
            "2020年8月11日 第十三届全国人民代表大会常务委员会第二十一次会议通过",
            ("法律", "国家", ""),
        ),
        (
            "婚姻登记条例",
            "2003年8月8日 中华人民共和国国务院令第387号公布",
            ("行政法规", "国家", ""),
        ),
        (
            "国防专利条例",
            "2004年9月17日 国务院、中央军事委员会令第418号公布",
            ("行政法规", "国家", ""),
        ),
        (
            "最高人民法院关于人民法院强制执行股权若干问题的规定",
            "2021年11月15日 最高人民法院审判委员会第1850次会议通过",
            ("司法解释", "国家", ""),
        ),
        (
            "上海市社会救助条例",
            "2018年11月22日 上海市第十五届人民代表大会常务委员会第七次会议通过",
            ("地方性法规", "省", "上海市"),
        ),
        (
            "石柱土家族自治县自治条例",
            "2005年1月1日 石柱土家族自治县第三届人民代表大会第三次会议通过",
            ("地方性法规", "县", "石柱土家族自治县"),
        ),
        (
            "药品进口管理办法",
            "2003年8月18日 国家食品药品监督管理局令第4号公布",
            ("部门规章", "国家", ""),
        ),
        ("工业和信息化部等七部门关于推动未来产业创新发展的实施意见", "", ("意见", "国家", "")),
        ("某某的攻略", "", ("", "", "")),
    ],
)
def test_kind_level_and_region_follow_from_who_made_it_and_from_the_title(
    title: str, note: str, expected: tuple[str, str, str]
) -> None:
    found = ranked(card(title, note))
    assert found == expected
    assert found[0] in {*KINDS, ""}


def test_the_province_that_approved_a_city_s_rules_tells_where_the_city_is() -> None:
    found = card(
        "宁波东钱湖旅游度假区条例",
        "2008年8月22日 宁波市第十三届人民代表大会常务委员会第十一次会议通过",
        "2008年11月28日 浙江省第十一届人民代表大会常务委员会第七次会议批准",
    )
    assert ranked(found) == ("地方性法规", "市", "浙江省宁波市")
    assert [issuer.value for issuer in found.issuers] == ["宁波市人民代表大会常务委员会"]


def test_the_province_that_had_to_approve_is_known_after_the_word_by() -> None:
    found = card(
        "临沂市健康乡村条例",
        "2021年5月8日 临沂市第十九届人民代表大会常务委员会第三十七次会议通过",
        "2021年5月27日 经山东省第十三届人民代表大会常务委员会第二十八次会议批准",
    )
    assert ranked(found) == ("地方性法规", "市", "山东省临沂市")


def test_a_guess_is_less_sure_than_what_the_notes_say() -> None:
    guessed = card("碳排放权交易管理暂行条例").kind
    known = card("某某条例", "2003年8月8日 中华人民共和国国务院令第387号公布").kind
    assert guessed
    assert known
    assert guessed.value == known.value == "行政法规"
    assert guessed.confidence < known.confidence == 1
