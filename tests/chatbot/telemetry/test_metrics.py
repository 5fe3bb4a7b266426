import os
import subprocess
import sys
from pathlib import Path

from chatbot.telemetry import metrics

COUNT = """
from chatbot.telemetry import metrics
metrics.DROPPED.inc(2)
"""


def test_the_exposition_is_prometheus_text() -> None:
    text = metrics.exposition().decode()
    assert "# TYPE chatbot_requests_total counter" in text
    assert "# TYPE chatbot_stage_seconds histogram" in text


def test_several_processes_are_counted_together(tmp_path: Path) -> None:
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}

    def run(code: str) -> str:
        return subprocess.check_output([sys.executable, "-c", code], env=environment, text=True)

    run(COUNT)
    run(COUNT)
    shown = run("from chatbot.telemetry import metrics; print(metrics.exposition().decode())")
    assert "chatbot_sentences_dropped_total 4.0" in shown
