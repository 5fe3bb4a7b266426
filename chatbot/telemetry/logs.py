"""What the server does, line by line, as JSON or for the eye.

Everybody logs with `logging`, fields in `extra`; structlog makes the lines. They hold neither
secrets nor questions. Other libraries write of their requests in full, so that they are heard only
where something is wrong.
"""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor

from chatbot.settings import Format, Level

_OURS = ("chatbot", "index", "ui", "uvicorn")


def configure(level: Level = "info", form: Format = "auto", out: TextIO | None = None) -> None:
    """Send every line of this process, uvicorn's too, to `out` (standard error) in one format.

    Lines for the eye take three times as long to make, and collectors do not like them: "auto"
    makes them on a terminal alone, as structlog recommends (Logging Best Practices).
    """
    out = out or sys.stderr
    if form == "auto":
        form = "console" if out.isatty() else "json"
    first: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper("iso", utc=True),
        structlog.stdlib.ExtraAdder(),
    ]
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=first,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_ends(form)],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())


def _ends(form: Format) -> list[Processor]:
    if form == "console":
        # The formatter that it has by default shows the values of variables.
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]
    return [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
