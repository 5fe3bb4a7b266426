"""What the server does, line by line, as JSON or for the eye.

Everybody logs with `logging`, fields in `extra`; structlog makes the lines. They hold neither
secrets nor questions. Other libraries write of their requests in full, so that they are heard only
where something is wrong.
"""

import json
import logging
import sys
from collections.abc import Sequence
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from chatbot.settings import Format, Level

_OURS = ("chatbot", "index", "ui", "uvicorn")


_JSON = json.JSONEncoder(ensure_ascii=False, default=repr)
_FIRST: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper("iso", utc=True),
    structlog.stdlib.ExtraAdder(),
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
)


def configure(level: Level = "info", form: Format = "auto", out: TextIO | None = None) -> None:
    """Send every line of this process, uvicorn's too, to `out` (standard error) in one format.

    Lines for the eye take three times as long to make, and collectors do not like them: "auto"
    makes them on a terminal alone, as structlog recommends (Logging Best Practices).
    """
    out = out or sys.stderr
    if form == "auto":
        form = "console" if out.isatty() else "json"
    handler = logging.StreamHandler(out)
    handler.setFormatter(_Lines([*_FIRST, *_ends(form)]))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())


class _Lines(logging.Formatter):
    """Makes a record of `logging` a line, step by step.

    structlog's own formatter copies each record, for lines that begin at structlog.
    """

    def __init__(self, steps: Sequence[Processor]) -> None:
        super().__init__()
        self._steps = steps

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: Any = {"event": record.getMessage(), "_record": record, "_from_structlog": False}
        if record.exc_info:
            line["exc_info"] = record.exc_info
        if record.stack_info:
            line["stack_info"] = record.stack_info
        level = record.levelname.lower()
        for step in self._steps:
            line = step(None, level, line)
        return str(line)


def _ends(form: Format) -> list[Processor]:
    if form == "console":
        # The formatter that it has by default shows the values of variables.
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]
    return [structlog.processors.format_exc_info, _as_json]


def _as_json(_logger: WrappedLogger, _level: str, line: EventDict) -> str:
    """`structlog.processors.JSONRenderer` makes an encoder for each line."""
    return _JSON.encode(line)
