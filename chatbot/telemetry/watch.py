"""Every answer that is made, counted and logged."""

import logging
from collections.abc import Iterator
from functools import cache

from chatbot.answer import Done, Event
from chatbot.chain import Tap
from chatbot.question import Question
from chatbot.telemetry import metrics

_ANSWERS = cache(metrics.ANSWERS.labels)
_STAGE_SECONDS = cache(metrics.STAGE_SECONDS.labels)
_LOG = logging.getLogger(__name__)


def watching(*, log_questions: bool = False) -> Tap:
    """What counts answers and logs them; the questions too, if that is wanted."""

    def watch(question: Question, events: Iterator[Event]) -> Iterator[Event]:
        for event in events:
            if isinstance(event, Done):
                _count(event)
                told = {"question": question.text} if log_questions else {}
                _LOG.info("answer", extra=_fields(event) | told)
            yield event

    return watch


def _count(done: Done) -> None:
    outcome = done.outcome
    _ANSWERS(outcome.status.value, outcome.mode.value).inc()
    metrics.DROPPED.inc(outcome.dropped)
    if outcome.gave_way:
        metrics.MODEL_FAILURES.labels(outcome.gave_way).inc()
    for stage, took in done.timings_ms.items():
        _STAGE_SECONDS(stage).observe(took / 1000)


def _fields(done: Done) -> dict[str, object]:
    outcome = done.outcome
    return {
        "answer": done.id,
        "status": outcome.status.value,
        "mode": outcome.mode.value,
        "dropped": outcome.dropped,
        "gave_way": outcome.gave_way,
        "timings_ms": done.timings_ms,
    }
