import pytest

from index.clause import Card, Found, PolicyHead, Span
from index.names import Names
from index.titles import key, version


def head(name: str, source_file: str = "", issuer: str = "", number: str = "") -> PolicyHead:
    card = Card(
        number=Found(number, Span(0, 1)) if number else None,
        issuers=(Found(issuer, Span(0, 1)),) if issuer else (),
    )
    source_file = source_file or f"{name}.md"
    return PolicyHead(source_file, source_file, "0" * 64, name, card)


def found(names: Names, text: str) -> list[tuple[str, list[str]]]:
    return [
        (text[m.start : m.end], [versions[0].source_file for versions in m.texts])
        for m in names.find(text)
    ]


def test_of_names_within_names_the_longest_is_found() -> None:
    names = Names([head("公司法"), head("公司法实施条例"), head("民法典")])
    assert found(names, "公司法实施条例和民法典") == [
        ("公司法实施条例", ["公司法实施条例.md"]),
        ("民法典", ["民法典.md"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "工信部联科〔2024〕12号",
        "工信部联科[2024]12号",
        "工信部联科(2024)12号",
        "工信部联科【2024】12号",
        "工信部联科 2024 12号",
        "工信部联科２０２４１２号",
        "工信部联科2024 12",
    ],
)
def test_a_document_number_is_found_in_any_brackets(text: str) -> None:
    names = Names([head("意见", number="工信部联科〔2024〕12号")])
    (mention,) = names.find(text)
    assert mention.by_number


def test_a_longer_number_is_another_one() -> None:
    names = Names([head("意见", number="工信部联科〔2024〕12号")])
    assert names.find("工信部联科〔2024〕123号") == []


@pytest.mark.parametrize("text", ["用水法人", "公司法定代表人", "湖南省公司法", "劳动法律师"])
def test_a_part_of_a_longer_word_is_no_name(text: str) -> None:
    assert Names([head("水法"), head("公司法"), head("劳动法")]).find(text) == []


@pytest.mark.parametrize(
    ("title", "everyday"),
    [
        ("中华人民共和国著作权法", "著作權法"),
        ("上海市实施《中华人民共和国水法》办法", "上海市水法实施办法"),
        ("最高人民法院关于适用《中华人民共和国公司法》若干问题的规定（三）", "公司法司法解释三"),
        ("最高人民法院关于审理存单纠纷案件的若干规定", "审理存单纠纷案件的若干规定"),
        ("人民检察院刑事诉讼规则（试行）", "人民检察院刑事诉讼规则"),
        ("北京市人民代表大会常务委员会议事规则", "北京市人大常委会议事规则"),
        ("广东省食品安全条例", "广东食品安全条例"),
    ],
)
def test_an_everyday_form_names_the_policy(title: str, everyday: str) -> None:
    (text,) = Names([head(title), head("别的条例")]).called(everyday)
    assert text[0].name == title


def test_a_title_is_no_everyday_name_of_another_policy() -> None:
    names = Names([head("议事规则"), head("议事规则（试行）")])
    assert [text[0].name for text in names.called("议事规则")] == ["议事规则"]


def test_versions_of_a_text_are_together_the_latest_first() -> None:
    old, new = head("公司法", "公司法(2018-10-26).md"), head("公司法", "公司法(2023-12-29).md")
    names = Names([old, new])
    assert names.called("公司法") == ((new, old),)
    assert (names.title(new), names.title(old)) == ("《公司法》", "《公司法》（2018-10-26）")


def test_namesakes_of_other_issuers_are_texts_of_their_own_told_by_their_numbers() -> None:
    one = head("实施意见", "a.md", "甲厅", "甲发〔2024〕1号")
    other = head("实施意见", "b.md", "乙厅", "乙发〔2024〕2号")
    names = Names([one, other])
    assert names.called("实施意见") == ((one,), (other,))
    assert names.title(other) == "《实施意见》（乙发〔2024〕2号）"


def test_a_fuller_name_is_like_a_title_and_one_that_ends_with_it_the_most() -> None:
    names = Names([head("安全生产条例解释"), head("北京市安全生产条例"), head("民法典")])
    assert [text[0].name for text in names.alike("安全生产条例")] == [
        "北京市安全生产条例",
        "安全生产条例解释",
    ]
    assert names.alike("湖南省安全生产条例") == ()
    assert [each.name for each in names.related("湖南省安全生产条例")] == [
        "安全生产条例解释",
        "北京市安全生产条例",
    ]


def test_an_abbreviation_stands_for_laws_with_its_characters_in_order() -> None:
    names = Names([head("中华人民共和国民事诉讼法"), head("民事诉讼法的解释"), head("海事诉讼法")])
    assert [text[0].name for text in names.abbreviated("民诉法")] == ["中华人民共和国民事诉讼法"]


def test_what_others_name_is_prominent() -> None:
    names = Names(
        [head("甲法"), head("关于适用《乙法》的解释"), head("乙法"), head("北京市丙条例")]
    )
    first, *_, last = names.prominent()
    assert (first.name, last.name) == ("乙法", "北京市丙条例")


def test_a_title_is_compared_without_what_varies() -> None:
    assert key("《中華人民共和國公司法》（２０２３）") == key("公司法2023")


def test_a_version_is_told_by_the_later_of_its_dates() -> None:
    issued = Card(issued=Found("2019-01-01", Span(0, 1)))
    assert version(PolicyHead("", "法(2020-05-06).md", "", "法", issued)) == "2020-05-06"
    assert version(PolicyHead("", "法.md", "", "法", issued)) == "2019-01-01"
    assert version(PolicyHead("", "法.md", "", "法", Card())) == ""
