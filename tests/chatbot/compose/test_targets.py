import pytest

from chatbot.answer import Answer
from chatbot.chain import Chatbot
from chatbot.question import Question


def ask(bot: Chatbot, text: str) -> Answer:
    return bot.answer(Question(text))


def test_targets_come_as_a_table(bot: Chatbot) -> None:
    answer = ask(bot, "到2025年的目标有哪些")
    assert answer.text.startswith("目标：2025年 11 项。\n\n| 时间 | 目标 | 数量 | 出处 |\n|---")
    assert "| 2025年 | 形成百项标志性产品 | 百项 | 三、第1段[1] |" in answer.text
    assert [c.quote.clause.reference for c in answer.citations] == ["三、第1段"]


def test_the_targets_of_two_years_stand_in_one_table_by_date(bot: Chatbot) -> None:
    answer = ask(bot, "对比2027年和2025年的目标")
    assert answer.text.startswith("目标：2025年 11 项，2027年 9 项。")
    assert "三、第2段[2] |" in answer.text


def test_the_section_of_targets_is_a_table_too(bot: Chatbot) -> None:
    assert ask(bot, "发展目标是什么").text.startswith("目标：2025年 11 项，2027年 9 项。")


@pytest.mark.parametrize("question", ["2025年要形成多少项标志性产品", "怎么实现发展目标"])
def test_another_question_gets_no_table(bot: Chatbot, question: str) -> None:
    assert "|---|" not in ask(bot, question).text
