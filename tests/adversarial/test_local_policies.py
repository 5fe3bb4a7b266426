"""Short policies of cities, as most libraries begin: alone, and beside the one that ships."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatbot.answer import Answer, Status
from chatbot.chain import Chatbot
from chatbot.question import Question
from index.embedders import load
from index.ingest import ingest, shipped
from index.snapshot import open_searcher
from tests.laws import law

LOCAL = Path(__file__).parent / "local"
PENSIONS, PLATFORMS = LOCAL / "养老服务补贴.md", LOCAL / "中试平台补贴.md"
Ask = Callable[[str], Answer]


def opened(data: Path, *sources: Path) -> Chatbot:
    embedder = load("builtin")
    ingest(data, sources, embedder=embedder)
    return Chatbot(open_searcher(data, embedder=embedder))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, Chatbot]]:
    chatbots = {
        each: opened(tmp_path_factory.mktemp("alone"), each) for each in (PENSIONS, PLATFORMS)
    }
    yield chatbots
    for chatbot in chatbots.values():
        chatbot.close()


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    chatbot = opened(tmp_path_factory.mktemp("together"), LOCAL, shipped())
    yield lambda text: chatbot.answer(Question(text))
    chatbot.close()


@pytest.mark.parametrize(
    ("policy", "text", "first", "said"),
    [
        (PENSIONS, "低保家庭的失能老年人每月补贴多少", "第三条", "每人每月补贴600元"),
        (PENSIONS, "低保边缘家庭补贴多少", "第三条", "每人每月补贴400元"),
        (PENSIONS, "补贴几号到账", "第八条", "每月15日前"),
        (PENSIONS, "养老补贴什么时候发放", "第八条", "每月15日前"),
        (PENSIONS, "这个办法从什么时候开始施行", "第十一条", "2025年7月1日起施行"),
        (PENSIONS, "制定这个办法是为了什么", "第一条", "为规范养老服务补贴的发放"),
        (PLATFORMS, "补贴什么时候可以申请", "第五条", "3月1日至4月30日"),
        (PLATFORMS, "新建中试平台补贴多少", "第三条", "30%"),
        (PLATFORMS, "骗取补贴怎么处理", "第六条", "追回"),
    ],
)
def test_a_question_is_answered_by_the_clause_that_says_it(
    alone: dict[Path, Chatbot], policy: Path, text: str, first: str, said: str
) -> None:
    answer = alone[policy].answer(Question(text))
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].quote.clause.reference == first
    assert said in answer.text


@pytest.mark.parametrize("text", ["做中试平台能得到哪些支持", "中试平台有哪些补贴"])
def test_what_rules_nothing_is_no_answer(together: Ask, text: str) -> None:
    answer = together(text)
    assert answer.status is Status.ANSWERED
    for formal in ("制定本办法", "通知如下", "同时废止"):
        assert formal not in answer.text


def test_a_number_that_one_policy_alone_has_needs_no_name_and_is_answered_with_it(
    together: Ask,
) -> None:
    answer = together("四（六）14的原文")
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith(
        "《工业和信息化部等七部门关于推动未来产业创新发展的实施意见》四、（六）14"
    )
    assert "同步构筑中试能力" in answer.text


@pytest.mark.parametrize("text", ["第十条", "第十条写了什么"])
def test_of_several_policies_those_are_offered_that_have_the_number(
    together: Ask, text: str
) -> None:
    answer = together(text)
    assert answer.status is Status.NOT_FOUND
    assert "请问是哪一份文件" in answer.text
    assert "养老服务补贴管理办法" in answer.text
    assert "中试平台建设补贴办法" not in answer.text


def test_a_place_in_the_name_of_a_policy_is_named(together: Ask) -> None:
    answer = together("临江市中试平台备案怎么申报")
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].quote.policy.name.startswith("临江市科学技术局")


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Two cities, of which one gives money."""
    folder = tmp_path_factory.mktemp("files")
    for title, articles in {
        "深圳市人才引进补贴办法": [
            "对新引进的博士，给予一次性生活补贴10万元。",
            "申请人应当在每年9月30日前提出补贴申请。",
            "弄虚作假的，追回补贴，并处以5000元罚款。",
        ],
        "北京市人才引进服务办法": [
            "新引进的博士可以办理落户。",
            "生活补贴的标准由各区人民政府确定。",
            "用人单位应当及时提出补贴申请。",
        ],
    }.items():
        text = law(title, "2024年1月1日 市人民政府发布", articles)
        (folder / f"{title}.md").write_text(text, encoding="utf-8")
    chatbot = opened(tmp_path_factory.mktemp("cities"), folder)
    yield lambda text: chatbot.answer(Question(text))
    chatbot.close()


@pytest.mark.parametrize(
    "text",
    ["北京博士补贴多少", "北京什么时候申请人才补贴", "北京弄虚作假罚款多少", "江海市博士补贴多少"],
)
def test_what_another_city_gives_is_no_answer(cities: Ask, text: str) -> None:
    assert cities(text).status is Status.NOT_FOUND


def test_what_the_city_itself_gives_is_one(cities: Ask) -> None:
    answer = cities("深圳博士补贴多少")
    assert answer.status is Status.ANSWERED
    assert "生活补贴10万元" in answer.text
    assert {citation.quote.policy.name for citation in answer.citations} == {
        "深圳市人才引进补贴办法"
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("白民〔2019〕31号还管用吗", "废止"),
        ("老年人补贴暂行办法还用吗", "废止"),
        ("为规范养老服务补贴的发放", "第一条"),
    ],
)
def test_what_a_policy_says_of_texts_is_still_found(
    alone: dict[Path, Chatbot], text: str, said: str
) -> None:
    answer = alone[PENSIONS].answer(Question(text))
    assert answer.status is Status.ANSWERED
    assert said in answer.text
