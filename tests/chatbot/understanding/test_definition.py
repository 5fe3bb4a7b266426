import pytest

from chatbot.understanding.definition import defined, defines


@pytest.mark.parametrize(
    "text",
    [
        "什么是未来产业",
        "未来产业是什么",
        "请问未来产业的定义是什么？",
        "未来产业指的是什么意思",
        "未来产业的特点",
    ],
)
def test_a_question_for_a_definition_names_its_term(text: str) -> None:
    assert defined(text) == "未来产业"


@pytest.mark.parametrize("text", ["中试平台怎么建", "支持什么", "什么时候印发", "2025年目标是多少"])
def test_another_question_asks_for_none(text: str) -> None:
    assert defined(text) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "未来产业由前沿技术驱动，是具有战略性的前瞻性新兴产业。",
        "本法所称未来产业，是指下列产业。",
        "未来产业是指什么。",
    ],
)
def test_a_sentence_that_begins_with_the_term_and_goes_on_with_is_defines_it(sentence: str) -> None:
    assert defines(sentence, "未来产业")


def test_a_sentence_that_merely_mentions_the_term_defines_nothing() -> None:
    assert not defines("大力发展未来产业，是引领科技进步的战略选择。", "未来产业")
