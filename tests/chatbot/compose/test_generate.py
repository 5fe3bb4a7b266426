import pytest
from openai import OpenAIError

from chatbot.answer import Answer, Mode, Status
from chatbot.chain import Chatbot
from chatbot.question import Question
from tests.fakes import ScriptedModel

QUESTION = Question("中试平台怎么建")


def answer(bot: Chatbot, script: str, error: Exception | None = None) -> Answer:
    model = ScriptedModel(script=script, error=error)
    return Chatbot(bot.searcher, model).answer(QUESTION)


def test_supported_sentences_are_shown_with_citations(bot: Chatbot) -> None:
    written = answer(
        bot, "按产业需求建设一批中试和应用验证平台。[1]为关键技术验证提供试用环境。[1]"
    )
    assert written.outcome.mode is Mode.GENERATIVE
    assert written.text.startswith("按产业需求建设一批中试和应用验证平台。[1]")
    assert written.citations[0].label.endswith("四、（六）14")


@pytest.mark.parametrize("mark", ["[1]", "【1】", " [1]", "［1］"])
def test_a_mark_split_over_pieces_belongs_to_the_sentence_before(bot: Chatbot, mark: str) -> None:
    written = answer(bot, f"建设一批中试公共服务机构。{mark}提高工程开发等中试服务水平。{mark}")
    assert written.outcome.dropped == 0


def test_an_unsupported_sentence_is_left_out_and_counted(bot: Chatbot) -> None:
    written = answer(bot, "建设一批中试和应用验证平台。[1]每家补贴500万元。[1]")
    assert "500" not in written.text
    assert written.outcome.dropped == 1
    assert "已略去 1 句无依据的表述" in written.text


@pytest.mark.parametrize("script", ["", "我不知道。", "每家补贴500万元。[1]"])
def test_when_nothing_holds_the_clauses_speak_for_themselves(bot: Chatbot, script: str) -> None:
    written = answer(bot, script)
    assert written.outcome.mode is Mode.EXTRACTIVE
    assert written.status is Status.ANSWERED
    assert "同步构筑中试能力" in written.citations[0].quote.clause.text


def test_a_model_that_breaks_off_is_followed_by_the_clauses(bot: Chatbot) -> None:
    written = answer(bot, "建设一批中试和应用验证平台。[1]", OpenAIError("connection reset"))
    assert "语言模型暂时不可用" in written.text
    assert "> " in written.text


def test_a_model_that_never_stops_is_cut_off(bot: Chatbot) -> None:
    written = answer(bot, "建设一批中试和应用验证平台。[1]" * 10_000)
    assert len(written.text) < 10_000


def test_a_mistake_of_ours_is_not_taken_for_the_model_s(bot: Chatbot) -> None:
    with pytest.raises(ZeroDivisionError):
        answer(bot, "建设。[1]", ZeroDivisionError())
