"""Traces for OpenTelemetry; nothing is sent unless an address is configured.

FastAPI begins a span with each request as soon as there is a provider of traces.
"""

from typing import TYPE_CHECKING

from opentelemetry import trace

from chatbot.errors import BadSettings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor


def exported(url: str) -> "SpanProcessor":
    """What sends spans to an OTLP collector over HTTP.

    Args:
        url: of the collector's traces, as in http://localhost:4318/v1/traces.

    Raises:
        BadSettings: if the extra `otel` is not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise BadSettings(
            "设置了 CHATBOT_TRACES_URL，但没有安装 OpenTelemetry。",
            hint="请运行 pip install 'policy-chatbot[otel]'，或去掉这项设置。",
        ) from error
    return BatchSpanProcessor(OTLPSpanExporter(url))


def configure(processor: "SpanProcessor") -> None:
    """Hand every span of this process to `processor`."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    provider = TracerProvider(resource=Resource.create({"service.name": "policy-chatbot"}))
    provider.add_span_processor(processor)
    trace.set_tracer_provider(provider)
