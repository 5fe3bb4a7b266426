import pytest

from chatbot.chain import Chatbot
from chatbot.question import Question, Turn
from chatbot.understanding.subject import Subject, subject
from index.filters import Filters


def about(laws: Chatbot, text: str, *turns: Turn) -> Subject:
    return subject(Question(text, turns), laws.library.names())


def file(found: Subject) -> str:
    return found.policies[0].source_file if found.policies else ""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("《中华人民共和国公司法》第三条", "公司法(2023-12-29).md"),
        ("公司法第三条", "公司法(2023-12-29).md"),
        ("请问公司法的第三条是什么内容", "公司法(2023-12-29).md"),
        ("《公司法》（2018年修正）第三条", "公司法(2018-10-26).md"),
        ("《公司法（2018-10-26）》第三条", "公司法(2018-10-26).md"),
        ("2018年公司法第三条", "公司法(2018-10-26).md"),
        ("公司法司法解释（三）第二条", "公司法司法解释三.md"),
        ("关于适用公司法若干问题的规定（三）第二条", "公司法司法解释三.md"),
        ("北京安全生产条例第一条", "北京市安全生产条例.md"),
        ("北京市安全生产条例对企业有什么要求", "北京市安全生产条例.md"),
        ("建筑节能条例第三条", "民用建筑节能条例.md"),
        ("民法典人格权编", "民法典/人格权编.md"),
        ("公法第一条", "公司法(2023-12-29).md"),
        ("人格权编第九百九十条", "民法典/人格权编.md"),
        ("公司法和北京市安全生产条例第二条", "北京市安全生产条例.md"),
    ],
)
def test_a_policy_is_known_by_any_of_its_names(laws: Chatbot, text: str, named: str) -> None:
    assert file(about(laws, text)) == named


def test_a_name_that_several_share_offers_them(laws: Chatbot) -> None:
    found = about(laws, "安全生产条例第三条")
    assert not found.policies
    assert {head.name for head in found.candidates} == {"北京市安全生产条例", "上海市安全生产条例"}


def test_a_date_that_no_version_has_offers_the_versions(laws: Chatbot) -> None:
    found = about(laws, "《公司法》（2005年）第三条")
    assert not found.policies
    assert [head.source_file for head in found.candidates] == [
        "公司法(2023-12-29).md",
        "公司法(2018-10-26).md",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "湖南省民用建筑节能条例第三条",
        "《湖南省民用建筑节能条例》第三条",
        "公司法实施细则第三条",
        "《公司法实施细则》第三条",
        "最高人民法院关于适用公司法若干问题的规定（四）第三条",
        "节能法第三条",
        "公司法定代表人的责任",
        "中试平台怎么建",
    ],
)
def test_a_name_within_that_of_another_text_or_word_is_not_meant(laws: Chatbot, text: str) -> None:
    assert not about(laws, text).policies


def test_the_latest_turn_that_names_a_policy_counts(laws: Chatbot) -> None:
    turns = (
        Turn("user", "北京市安全生产条例第一条"),
        Turn("user", "公司法第一条"),
        Turn("assistant", "第一条：\n\n> 依照《民用建筑节能条例》办理。"),
    )
    assert file(about(laws, "第三条", *turns)) == "公司法(2023-12-29).md"


def test_a_turn_that_is_unclear_is_no_reason_to_go_back_to_an_older_one(laws: Chatbot) -> None:
    turns = (Turn("user", "公司法第一条"), Turn("user", "安全生产条例第一条"))
    found = about(laws, "第三条", *turns)
    assert not found.policies
    assert len(found.candidates) == 2


def test_a_policy_that_the_assistant_cited_counts(laws: Chatbot) -> None:
    turns = (Turn("user", "怎么省电"), Turn("assistant", "《民用建筑节能条例》第二条：\n\n> …[1]"))
    assert file(about(laws, "第三条", *turns)) == "民用建筑节能条例.md"


def test_what_the_assistant_offered_for_choice_is_not_what_the_talk_is_about(
    laws: Chatbot,
) -> None:
    offered = "请问是哪一份文件？\n\n- 《北京市安全生产条例》第三条\n- 《上海市安全生产条例》第三条"
    listed = "目前收录：《民用建筑节能条例》、《中华人民共和国公司法》。"
    assert not about(laws, "第三条", Turn("assistant", offered)).policies
    assert not about(laws, "第三条", Turn("assistant", listed)).policies


def test_a_question_limited_to_one_policy_is_about_that(laws: Chatbot) -> None:
    head = next(h for h in laws.library.heads() if h.name == "上海市安全生产条例")
    question = Question("安全生产条例第三条", filters=Filters((head.id,)))
    assert subject(question, laws.library.names()).policies == (head,)


def test_the_name_is_left_out_of_what_is_said_of_the_policy(laws: Chatbot) -> None:
    text = "请问《关于适用〈公司法〉若干问题的规定（三）》第二条和公司法第三条"
    assert about(laws, text).without_name(text).split() == ["请问", "第二条和"]


def test_the_only_policy_needs_no_name_but_is_not_taken_for_another(bot: Chatbot) -> None:
    (head,) = bot.library.heads()
    assert about(bot, "第三条").policies == (head,)
    assert about(bot, "未来产业创新发展实施意见第三条").policies == (head,)
    assert about(bot, "《公司法》第三条").policies == ()
    assert about(bot, "违反《公司法》的企业能申请吗").policies == (head,)
