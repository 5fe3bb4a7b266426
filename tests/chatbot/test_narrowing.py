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
