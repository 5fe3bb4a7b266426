import pytest

from index.numbering import read


@pytest.mark.parametrize(
    ("line", "code", "number", "ordinal", "rest"),
    [
        ("一、指导思想", "h", "一、", (1, 0), "指导思想"),
        ("十二、附则", "h", "十二、", (12, 0), "附则"),
        ("一、一般要求", "h", "一、", (1, 0), "一般要求"),
        ("（一）加强统筹协调。", "k", "（一）", (1, 0), "加强统筹协调。"),
        ("(二)加大支持", "k", "(二)", (2, 0), "加大支持"),
        ("14.同步构筑中试能力。", "n", "14.", (14, 0), "同步构筑中试能力。"),
        ("５．全角数字", "n", "５．", (5, 0), "全角数字"),
        ("1.5G基站工程", "n", "1.", (1, 0), "5G基站工程"),
        ("1、顿号", "n", "1、", (1, 0), "顿号"),
        ("（1）样品试制", "m", "（1）", (1, 0), "样品试制"),
        ("③测试验证", "o", "③", (3, 0), "测试验证"),
        ("第五十四条 自然人", "a", "第五十四条", (54, 0), "自然人"),
        ("第54条　全角空格", "a", "第54条", (54, 0), "全角空格"),
        ("第 十 条 字间有空格", "a", "第十条", (10, 0), "字间有空格"),
        ("第一百二十条之一 资助恐怖活动", "a", "第一百二十条之一", (120, 1), "资助恐怖活动"),
        ("第七十五 条体育运动", "a", "第七十五条", (75, 0), "体育运动"),
        ("第五条", "a", "第五条", (5, 0), ""),
        ("第五条：冒号", "a", "第五条", (5, 0), "冒号"),
        ("第一条【目的】为了", "a", "第一条", (1, 0), "【目的】为了"),
        ("第九条 与本法有关的", "a", "第九条", (9, 0), "与本法有关的"),
        ("第二编 物权", "b", "第二编", (2, 0), "物权"),
        ("第一分编 通则", "d", "第一分编", (1, 0), "通则"),
        ("第一章  总则", "c", "第一章", (1, 0), "总则"),
        ("第一章总则", "c", "第一章", (1, 0), "总则"),
        ("第三节 法律责任", "s", "第三节", (3, 0), "法律责任"),
        ("附件2", "x", "附件2", (2, 0), ""),
        ("附 件：", "x", "附件", (0, 0), ""),
        ("附录A 术语", "x", "附录A", (1, 0), "术语"),
    ],
)
def test_a_number_opens_the_line(
    line: str, code: str, number: str, ordinal: tuple[int, int], rest: str
) -> None:
    marker = read(line)
    assert marker is not None
    assert (marker.style.code, marker.number, marker.ordinal) == (code, number, ordinal)
    assert line[marker.rest :] == rest


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("第八条规定的情形除外。", id="an article at the start of a wrapped line"),
        pytest.param("第八条、第九条的规定适用", id="several articles mentioned"),
        pytest.param("第八条 的规定", id="an article mentioned before a stray blank"),
        pytest.param("第八 条规定的情形", id="an article mentioned with a blank inside"),
        pytest.param("依照本意见第八条执行。", id="an article inside a sentence"),
        pytest.param("第三章的规定，参照适用。", id="a chapter mentioned"),
        pytest.param("（一）项规定的行为", id="an item mentioned"),
        pytest.param("1.5万亿元", id="a decimal"),
        pytest.param("2024.1.18", id="a date"),
        pytest.param("一、二类医疗器械", id="an enumeration"),
        pytest.param("附带民事诉讼", id="a word that begins with 附"),
        pytest.param("附则", id="附则"),
        pytest.param("到2025年，建成平台。", id="a sentence"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_number_that_is_merely_mentioned_opens_nothing(line: str) -> None:
    assert read(line) is None


def test_a_line_of_a_million_characters_takes_no_time() -> None:
    """A pattern that backtracks would never come back."""
    assert read("第一章" + "一" * 1_000_000) is None
    assert read("（" * 1_000_000) is None
