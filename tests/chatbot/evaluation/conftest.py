"""Questions on the policy that ships, of every sort, and what becomes of them."""

import pytest

from chatbot.chain import Chatbot
from chatbot.evaluation.answers import Evaluation, evaluate
from index.evaluation.questions import Anchor, Article, Case

MIDDLE = Anchor("t14", "同步构筑中试能力。")


@pytest.fixture(scope="session")
def cases() -> list[Case]:
    """One that is answered well, one about what is not there, one that breaks the rules."""
    file = "工业和信息化部等七部门关于推动未来产业创新发展的实施意见.md"
    return [
        Case("1", "事实", "中试平台怎么建", gold=(MIDDLE,), contains=(("中试", "无"), ("无",))),
        Case("2", "事实", "第13条", gold=(Article(file, "四、（六）13"), Article("无.md", "一"))),
        Case("3", "none", "高温津贴每月多少元", answerable=False),
        Case("4", "none", "中试\x07平台", gold=(MIDDLE,), contains=(("中试",),)),
        Case("5", "turns", "那具体由谁来做", ("中试平台怎么建",), (MIDDLE,)),
    ]


@pytest.fixture(scope="session")
def evaluation(cases: list[Case], bot: Chatbot) -> Evaluation:
    """All of them asked."""
    return evaluate(cases, bot, (1, 10))
