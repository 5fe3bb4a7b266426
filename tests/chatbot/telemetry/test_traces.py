import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.settings import Settings

ROOT = Path(__file__).parent.parent.parent.parent

TRACED = """
import sys
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from chatbot.api.app import create_app
from chatbot.settings import Settings
from chatbot.telemetry.traces import configure
from chatbot.wiring import open_chatbot, open_records
settings = Settings(data=sys.argv[1])
app = create_app(open_chatbot(settings), open_records(settings))
spans = InMemorySpanExporter()
configure(SimpleSpanProcessor(spans))
client = TestClient(app)
client.get("/healthz")
parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
body = {"question": "深圳市的张三能拿多少补贴", "stream": sys.argv[2] == "stream"}
client.post("/v1/ask", json=body, headers={"traceparent": parent})
names = {span.context.span_id: span.name for span in spans.get_finished_spans()}
for span in spans.get_finished_spans():
    trace_id = format(span.context.trace_id, "032x")
    print(span.name, names.get(span.parent.span_id, "client"), trace_id, sep="|")
    assert "张三" not in span.to_json(), span.to_json()
"""

DROPPED = """
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
trace.set_tracer_provider(TracerProvider(sampler=ALWAYS_OFF))
from chatbot.telemetry.stages import stage
with stage("retrieve", {}):
    print(trace.get_current_span().get_span_context().is_valid)
"""

UNTRACED = """
import sys
sys.modules["opentelemetry.exporter.otlp.proto.http.trace_exporter"] = None
from chatbot.errors import BadSettings
from chatbot.telemetry.traces import exported
try:
    exported("http://localhost:4318/v1/traces")
except BadSettings as error:
    print(error.hint)
"""


def shown(code: str, *arguments: str) -> list[str]:
    """In a process of its own: a process has one provider of traces."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.check_output(command, text=True, cwd=ROOT, encoding="utf-8").splitlines()


@pytest.mark.parametrize("way", ["plain", "stream"])
def test_a_request_is_a_span_of_the_client_s_trace_with_the_steps_below(
    settings: Settings, way: str
) -> None:
    trace_id = "0af7651916cd43dd8448eb211c80319c"
    assert shown(TRACED, str(settings.data), way) == [
        f"understand|POST /v1/ask|{trace_id}",
        f"retrieve|POST /v1/ask|{trace_id}",
        f"compose|POST /v1/ask|{trace_id}",
        f"POST /v1/ask|client|{trace_id}",
    ]


def test_what_is_asked_for_in_a_step_that_is_not_sampled_is_no_trace_of_its_own() -> None:
    assert shown(DROPPED) == ["True"]


def test_what_is_missing_for_traces_is_said() -> None:
    assert shown(UNTRACED)[0].startswith("请运行 pip install 'policy-chatbot[otel]'")
