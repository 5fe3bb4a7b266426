"""What the chat says of measures, through to the citations."""

from collections.abc import Callable

import pytest

from chatbot.answer import Answer, Status, fold
from chatbot.chain import Chatbot
from chatbot.cite import cite
from chatbot.compose.measures import recommend
from chatbot.measures.match import match
from chatbot.measures.reading import read
from tests.measuring import shipped_measures

ROBOTS = "我们是做人形机器人关节的专精特新小企业，缺资金和试验场地，有哪些措施适用"
Recommended = Callable[[str], Answer]


@pytest.fixture
def recommended(bot: Chatbot) -> Recommended:
    def answer(text: str) -> Answer:
        profile = read(text)
        return fold(cite(recommend(profile, match(profile, bot.searcher, shipped_measures))))

    return answer


def test_one_sentence_says_how_many_may_apply_and_by_what_means(recommended: Recommended) -> None:
    answer = recommended(ROBOTS)
    first = answer.text.splitlines()[0]
    assert answer.status is Status.ANSWERED
    assert first.startswith("有 ")
    assert "项措施可能适用，涉及场景、" in first
    assert "资金" in first


def test_each_measure_is_quoted_verbatim_with_its_mark_and_its_reasons(
    recommended: Recommended,
) -> None:
    lines = recommended("新型研发机构能得到哪些支持").text.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("- "))
    assert lines[at - 2] == "**综合支持**"
    assert (
        lines[at].rstrip() == "- 支持**新型研发机构**快速发展（四、（四）7“培育高水平企业梯队”）[1]"
    )
    assert lines[at + 1] == "  符合：新型研发机构"


def test_the_first_citation_is_the_best_measure(recommended: Recommended) -> None:
    first = recommended("我们做设计仿真软件，有哪些措施适用").citations[0]
    assert first.index == 1
    assert "设计仿真软件" in first.quote.text
    assert first.label.endswith("四、（六）14")


def test_at_most_eight_are_shown_and_the_others_are_further_reading(
    recommended: Recommended,
) -> None:
    answer = recommended(ROBOTS)
    assert len(answer.citations) == 8
    assert "先列最相关的 8 项" in answer.text
    assert answer.outcome.further
    shown = {citation.quote.span for citation in answer.citations}
    assert not shown & {quote.span for quote in answer.outcome.further}


def test_what_is_for_every_enterprise_is_further_reading_where_there_is_better(
    recommended: Recommended,
) -> None:
    answer = recommended("我们是小企业，做智能网联汽车，有哪些措施适用")
    further = [quote.text for quote in answer.outcome.further]
    assert any("企业对标达标" in text for text in further)
    assert "对标达标" not in answer.text


def test_every_quotation_is_a_piece_of_its_clause(recommended: Recommended) -> None:
    plain = recommended(ROBOTS).text.replace("*", "")
    for citation in recommended(ROBOTS).citations:
        assert citation.quote.text in citation.quote.clause.text
        name = citation.quote.clause.name
        assert f"- {citation.quote.text}（{name}）[{citation.index}]" in plain


def test_of_several_audiences_the_one_that_is_met_is_said(recommended: Recommended) -> None:
    text = recommended("我们是专精特新企业，有哪些措施适用").text
    after = text.partition("梯度培育")[2].splitlines()[1]
    assert after == "  符合：专精特新中小企业"


def test_needs_and_what_calls_upon_others_are_said_as_such(recommended: Recommended) -> None:
    text = recommended("我们是做人形机器人的小企业，缺资金，有哪些措施适用").text
    assert "符合：中小企业、资金需求" in text
    assert "符合：资金需求；间接：措施面向地方" in text
    assert "符合：人形机器人；未限定对象" in text


def test_what_is_not_known_is_said_and_asked_at_the_end(recommended: Recommended) -> None:
    text = recommended("我们做人形机器人，缺资金，有哪些措施适用").text
    assert "待确认：中小企业" in text
    assert text.splitlines()[-1].startswith("- ")
    assert "贵单位是否为中小企业？" in text.partition("为进一步判断，请补充：")[2]


def test_a_trade_that_is_not_named_is_said_so_before_what_holds_for_all(
    recommended: Recommended,
) -> None:
    answer = recommended("我们是做光刻胶的小巨人企业，有哪些措施适用")
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("没有措施写明“光刻胶”；")


def test_what_is_only_indirect_is_not_called_applicable(recommended: Recommended) -> None:
    text = recommended("我们孵化器缺资金，有哪些措施适用").text
    assert text.startswith("没有直接面向贵单位的措施；有 ")


def test_where_none_fits_the_nearest_are_shown_as_such(recommended: Recommended) -> None:
    answer = recommended("我们是餐饮企业，能享受什么措施")
    assert answer.status is Status.NOT_FOUND
    assert "没有找到适用于“餐饮”的措施" in answer.text
    assert "不能据此认为适用" in answer.text
    assert len(answer.citations) == 3


def test_words_of_the_user_are_no_markup(recommended: Recommended) -> None:
    assert "<b>" not in recommended("我们是做<b>红薯</b>的小巨人企业，有哪些措施适用").text
