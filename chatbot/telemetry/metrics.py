"""Counts and durations for Prometheus, in seconds where they are durations.

They belong to the process, as Prometheus' client has it. Where several processes serve one address,
`PROMETHEUS_MULTIPROC_DIR` names the folder in which they are put together.
"""

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)

REQUESTS = Counter("chatbot_requests", "Requests answered.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "chatbot_request_seconds", "From request to last byte.", ["route"], buckets=_FAST
)
IN_FLIGHT = Gauge(
    "chatbot_requests_in_flight", "Requests being worked on.", multiprocess_mode="livesum"
)
STAGE_SECONDS = Histogram("chatbot_stage_seconds", "Steps of an answer.", ["stage"], buckets=_FAST)
ANSWERS = Counter("chatbot_answers", "Answers made.", ["status", "mode"])
DROPPED = Counter("chatbot_sentences_dropped", "Sentences of a model that nothing supported.")
MODEL_FAILURES = Counter(
    "chatbot_model_failures",
    "Answers of a language model that gave way to the clauses' own words.",
    ["reason"],
)
REMEMBERED = Counter(
    "chatbot_remembered", "Questions looked up among those remembered.", ["result"]
)
MEDIA_TYPE = CONTENT_TYPE_LATEST


def exposition() -> bytes:
    """All of it, in Prometheus' text format."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    from prometheus_client.multiprocess import MultiProcessCollector

    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)
