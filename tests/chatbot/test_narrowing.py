import pytest

from chatbot.narrowing import is_topic, narrowed, own_first
from index.clause import Hit
from index.query import Query
from tests.makers import hit


def order(text: str, *hits: Hit) -> list[str]:
    return [found.clause.text for found in narrowed(Query(text, text), hits)]


def test_what_is_of_another_year_is_left_out() -> None:
    early, late = hit("到2025年，打造百家企业。", 0.9), hit("到2027年，成为策源地。", 0.5)
    assert order("2027年打造多少企业", early, late) == [late.clause.text]
    assert order("打造多少企业", early, late)[0] == early.clause.text


def test_a_year_in_a_title_is_no_year_of_the_clause() -> None:
    early, titled = hit("到2025年，建成。", 0.9), hit("落实《2035年远景目标纲要》。", 0.5)
    assert len(order("2035年的目标", early, titled)) == 2


def test_what_counts_comes_first_where_a_count_is_asked() -> None:
    plain, counted = hit("突破关键技术。", 0.9), hit("突破百项技术。", 0.5)
    assert order("突破多少项技术", plain, counted)[0] == counted.clause.text
    far = hit("突破百项技术。", 0.1)
    assert order("突破多少项技术", plain, far)[0] == plain.clause.text


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("补贴多少钱", "每人每月补贴600元。"),
        ("补贴多少", "每人每月补贴600元。"),
        ("补贴几号到账", "补贴于每月15日前存入。"),
        ("联系电话是多少", "联系人：张三，电话0571-12345678。"),
    ],
)
def test_what_holds_the_figure_asked_for_comes_first(text: str, telling: str) -> None:
    plain, told = hit("按较高的一项补贴。", 0.9), hit(telling, 0.2)
    assert order(text, plain, told)[0] == telling
    far = hit(telling, 0.1)
    assert order(text, plain, far)[0] == plain.clause.text


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("补贴什么时候到账", "自受理之日起15日内审核。"),
        ("补贴什么时候到账", "补贴照发，本办法自2025年2月1日起施行。"),
    ],
    ids=["of another thing", "when the text begins to apply"],
)
def test_a_date_of_something_else_does_not(text: str, other: str) -> None:
    assert order(text, hit("按较高的一项补贴。", 0.9), hit(other, 0.5))[0] != other


FORMAL = [
    "为支持中试平台建设，制定本办法。",
    "第一条 为规范补贴的发放，根据有关规定，结合本市实际，制定本办法。",
    "现就有关事项通知如下：",
    "第十一条 本办法自2025年7月1日起施行，《老年人补贴暂行办法》（白民〔2019〕31号）同时废止。",
]


@pytest.mark.parametrize("formal", FORMAL)
def test_what_rules_nothing_is_left_out(formal: str) -> None:
    ruling = hit("按设备投资额的30%给予补贴。", 0.2)
    assert order("中试平台有哪些补贴", hit(formal, 0.9), ruling) == [ruling.clause.text]
    assert order("中试平台有哪些补贴", hit(formal, 0.9)) == [formal]


@pytest.mark.parametrize("text", ["什么时候开始施行", "哪个文件被废止了", "制定办法的目的是什么"])
def test_a_question_about_the_text_itself_is_answered_by_that(text: str) -> None:
    assert set(order(text, *(hit(formal) for formal in FORMAL))) == set(FORMAL)


@pytest.mark.parametrize(
    "ruling",
    [
        "为企业提供融资服务，制定本地措施；给予贷款贴息。",
        "本办法自发布之日起施行，有效期三年，由市科技局负责解释。补贴每年申请一次。",
        "根据产业需求建设一批中试平台。",
    ],
)
def test_what_also_rules_something_stays(ruling: str) -> None:
    assert order("有哪些措施", hit(ruling, 0.9), hit("给予补贴。", 0.2))[0] == ruling


@pytest.mark.parametrize("text", ["标准制定", "人才 队伍"])
def test_a_bare_topic_asks_nothing(text: str) -> None:
    assert is_topic(text)


@pytest.mark.parametrize("text", ["标准怎么制定", "有人才吗", "推进标准制定和知识产权保护工作"])
def test_a_question_is_no_topic(text: str) -> None:
    assert not is_topic(text)


def test_a_follow_up_s_own_words_come_first() -> None:
    before, own = hit("加强统筹协调。", 0.9), hit("设立专项资金。", 0.2)
    assert own_first("资金方面呢", [before, own])[0] is own
    assert own_first("它呢", [before, own])[0] is before
