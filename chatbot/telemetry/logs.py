"""What the server does, line by line, as JSON or for the eye.

Everybody logs with `logging`, fields in `extra`; structlog makes the lines. They hold neither
secrets nor questions. Other libraries write of their requests in full, so that they are heard only
where something is wrong.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from chatbot.settings import Format, Level

_OURS = ("chatbot", "index", "ui", "uvicorn")
_OF_ITSELF = frozenset(vars(logging.makeLogRecord({}))) | {"color_message"}
"""What every record holds, and uvicorn's once more for terminals; the rest was given in `extra`."""
_JSON = json.JSONEncoder(ensure_ascii=False, default=repr)


def configure(level: Level = "info", form: Format = "auto", out: TextIO | None = None) -> None:
    """Send every line of this process, uvicorn's too, to `out` (standard error) in one format.

    Lines for the eye take three times as long to make, and collectors do not like them: "auto"
    makes them on a terminal alone, as structlog recommends (Logging Best Practices).
    """
    out = out or sys.stderr
    if form == "auto":
        form = "console" if out.isatty() else "json"
    handler = logging.StreamHandler(out)
    handler.setFormatter(_Lines(_renderer(form)))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())


class _Lines(logging.Formatter):
    """Makes a line of a record of `logging`.

    structlog's own formatter copies each record first, for lines that begin at structlog.
    """

    def __init__(self, render: Processor) -> None:
        super().__init__()
        self._render = render

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        level = record.levelname.lower()
        moment = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        said: dict[str, Any] = {"event": record.getMessage()}
        if record.exc_info:
            said["exc_info"] = record.exc_info
        if record.stack_info:
            said["stack_info"] = record.stack_info
        line = said | structlog.contextvars.get_contextvars() | said
        line |= {"logger": record.name, "level": level, "timestamp": moment}
        line |= {name: held for name, held in vars(record).items() if name not in _OF_ITSELF}
        return str(self._render(None, level, line))


def _renderer(form: Format) -> Processor:
    if form == "console":
        # The formatter that it has by default shows the values of variables.
        plain = structlog.dev.plain_traceback
        return structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)
    return _as_json


def _as_json(logger: WrappedLogger, level: str, line: EventDict) -> str:
    """As `structlog.processors.JSONRenderer` does, which makes an encoder for each line."""
    return _JSON.encode(structlog.processors.format_exc_info(logger, level, line))
