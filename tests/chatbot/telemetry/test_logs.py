import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.contextvars import bound_contextvars

from chatbot.settings import Level
from chatbot.telemetry.logs import configure

HELD = "身份证号"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Logging belongs to the process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    # A server of another test may have set them.
    logging.getLogger("uvicorn.error").setLevel(logging.NOTSET)
    uvicorn = logging.getLogger("uvicorn")
    uvicorn.handlers, uvicorn.propagate = [], True
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("chatbot", "index", "ui", "uvicorn"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def fail(question: str) -> None:
    """An error is logged where `question` is a variable."""
    try:
        raise ZeroDivisionError(len(question))  # noqa: TRY301 - the question is to be near
    except ZeroDivisionError:
        logging.getLogger("chatbot").exception("failed")


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_what_a_line_says_is_not_overridden_by_what_is_said_of_the_request() -> None:
    out = io.StringIO()
    configure("info", "json", out)
    with bound_contextvars(request_id="a1", event="else", level="else"):
        logging.getLogger("chatbot").info("asked")
    (line,) = lines(out)
    assert (line["event"], line["level"], line["request_id"]) == ("asked", "info", "a1")


def test_our_lines_and_those_of_other_libraries_are_json_of_one_shape() -> None:
    out = io.StringIO()
    configure("info", "json", out)
    logging.getLogger("chatbot.access").info("request", extra={"status": 200})
    logging.getLogger("uvicorn.error").info("Started %s", "政务")
    ours, theirs = lines(out)
    assert ours.pop("timestamp") <= theirs.pop("timestamp")
    assert ours == {
        "event": "request",
        "status": 200,
        "logger": "chatbot.access",
        "level": "info",
    }
    assert theirs == {"event": "Started 政务", "logger": "uvicorn.error", "level": "info"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_lines_are_for_the_eye_on_a_terminal_alone() -> None:
    piped, shown = io.StringIO(), Terminal()
    for out in (piped, shown):
        configure(out=out)
        logging.getLogger("chatbot").info("ready")
    assert lines(piped)[0]["event"] == "ready"
    assert "ready" in shown.getvalue()
    assert not shown.getvalue().startswith("{")


def test_an_error_is_one_line_with_its_trace() -> None:
    out = io.StringIO()
    configure("info", "json", out)
    fail("")
    (line,) = lines(out)
    assert "ZeroDivisionError: 0" in line["exception"]
    assert "test_logs.py" in line["exception"]


def test_a_line_carries_what_is_bound_to_the_request() -> None:
    out = io.StringIO()
    configure("info", "json", out)
    with bound_contextvars(request_id="a1"):
        logging.getLogger("index.search").warning("text only")
    assert lines(out)[0]["request_id"] == "a1"


@pytest.mark.parametrize("form", ["console", "json"])
def test_no_trace_shows_what_variables_hold(form: Any) -> None:
    out = io.StringIO()
    configure("debug", form, out)
    fail(HELD)
    assert "ZeroDivisionError" in out.getvalue()
    assert HELD not in out.getvalue()


@pytest.mark.parametrize("level", ["debug", "info"])
def test_what_other_libraries_say_of_their_requests_is_not_heard(level: Level) -> None:
    out = io.StringIO()
    configure(level, "json", out)
    logging.getLogger("openai").debug("request: %s", "问题原文")
    logging.getLogger("httpx").info("POST …")
    logging.getLogger("httpx").warning("retried")
    assert [line["event"] for line in lines(out)] == ["retried"]


def test_a_level_leaves_out_what_is_below_it() -> None:
    out = io.StringIO()
    configure("warning", "json", out)
    logging.getLogger("chatbot.access").info("request")
    logging.getLogger("chatbot.api").warning("slow")
    assert [line["event"] for line in lines(out)] == ["slow"]
