from typing import Any

import pytest
from prometheus_client import REGISTRY

from chatbot.chain import Chatbot
from chatbot.question import Question
from chatbot.telemetry.watch import watching
from tests.fakes import ScriptedModel

ASKED = Question("中试平台怎么建")


def count(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def watched(bot: Chatbot, model: Any = None, *, log_questions: bool = False) -> Chatbot:
    return Chatbot(bot.searcher, model).through(watching(log_questions=log_questions))


def test_an_answer_is_counted_by_status_and_mode(bot: Chatbot) -> None:
    before = count("chatbot_answers_total", status="answered", mode="extractive")
    watched(bot).answer(ASKED)
    assert count("chatbot_answers_total", status="answered", mode="extractive") == before + 1


@pytest.mark.parametrize("stage", ["understand", "retrieve", "compose", "total"])
def test_each_step_of_an_answer_is_timed(bot: Chatbot, stage: str) -> None:
    before = count("chatbot_stage_seconds_count", stage=stage)
    watched(bot).answer(ASKED)
    assert count("chatbot_stage_seconds_count", stage=stage) == before + 1


def test_a_model_that_failed_is_counted(bot: Chatbot) -> None:
    before = count("chatbot_model_failures_total", reason="failed")
    watched(bot, ScriptedModel(script="", error=TimeoutError())).answer(ASKED)
    assert count("chatbot_model_failures_total", reason="failed") == before + 1


def test_sentences_that_nothing_supports_are_counted(bot: Chatbot) -> None:
    dropped, gave_way = (
        count("chatbot_sentences_dropped_total"),
        count("chatbot_model_failures_total", reason="unsupported"),
    )
    watched(bot, ScriptedModel(script="补贴是九百万元。[1]")).answer(ASKED)
    assert count("chatbot_sentences_dropped_total") > dropped
    assert count("chatbot_model_failures_total", reason="unsupported") == gave_way + 1


@pytest.mark.parametrize("wanted", [True, False])
def test_the_log_holds_the_question_only_if_that_is_wanted(
    bot: Chatbot, caplog: pytest.LogCaptureFixture, *, wanted: bool
) -> None:
    caplog.set_level("INFO", "chatbot")
    watched(bot, log_questions=wanted).answer(ASKED)
    (record,) = caplog.records
    assert record.getMessage() == "answer"
    assert (ASKED.text in str(vars(record))) is wanted
