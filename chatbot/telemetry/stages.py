"""The steps of an answer: how long each takes, and a span of a trace for each.

Without the extra `otel` and `CHATBOT_TRACES_URL`, OpenTelemetry's interface does nothing.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace

_TRACER = trace.get_tracer("policy-chatbot")


@contextmanager
def stage(name: str, timings_ms: dict[str, float]) -> Iterator[None]:
    """Note in `timings_ms` how many milliseconds the block took, in a span of this name."""
    start = time.perf_counter()
    span = _TRACER.start_span(name)
    if span.get_span_context().is_valid:
        with trace.use_span(span, end_on_exit=True):
            yield
    else:  # no tracer is set up, and to make it the current one takes longer than all the rest
        yield
    timings_ms[name] = milliseconds(start)


@contextmanager
def yielding(name: str) -> Iterator[None]:
    """A span around what a generator yields, which may go on in another context."""
    span = _TRACER.start_span(name)
    try:
        yield
    finally:
        span.end()


def milliseconds(start: float) -> float:
    """Since `start`, of `time.perf_counter`."""
    return round((time.perf_counter() - start) * 1000, 3)
