"""One command a module; what they share is how they open the chatbot and show an error."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import typer
from pydantic import ValidationError
from rich.console import Console

from chatbot.chain import Chatbot
from chatbot.errors import BadSettings
from chatbot.settings import Settings
from chatbot.wiring import open_chatbot
from index.errors import PolicyChatError


def console(*, error: bool = False) -> Console:
    """Where to write; plain text where nobody looks on, UTF-8 whatever the locale says."""
    stream = sys.stderr if error else sys.stdout
    stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    return Console(file=stream, soft_wrap=True, highlight=False)


@contextmanager
def told() -> Iterator[None]:
    """Show an error as what happened, what was kept and what to do; exit code 1."""
    try:
        yield
    except PolicyChatError as error:
        tell(error)
        raise typer.Exit(1) from error


def tell(error: PolicyChatError) -> None:
    """Show what happened, what was kept and what to do."""
    lines = console(error=True)
    lines.print(f"错误：{error.what}", style="bold red", markup=False)
    for line in filter(None, (error.kept, error.hint)):
        lines.print(line, markup=False)


def day(moment: float | None) -> str:
    """Seconds since 1970 as date and time; nothing for None."""
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M}" if moment else ""


def settings(data: Path | None) -> Settings:
    """The settings, with the data folder of the command line.

    Raises:
        BadSettings: if one has a value that cannot work.
    """
    try:
        return Settings() if data is None else Settings(data=data)
    except ValidationError as error:
        wrong = "；".join(
            f"CHATBOT_{'_'.join(map(str, row['loc'])).upper()}：{row['msg']}"
            for row in error.errors()
        )
        raise BadSettings(f"设置有误：{wrong}", hint="请改正环境变量或设置文件后再试。") from error


@contextmanager
def opened(data: Path | None) -> Iterator[Chatbot]:
    """The chatbot over a data folder, closed afterwards; errors are shown."""
    os.environ.setdefault("LANGSMITH_TRACING", "false")
    with told():
        chosen = settings(data)
        if not chosen.database_url and not (chosen.data / "library.db").exists():
            place = chosen.data.resolve()
            console(error=True).print(f"新建政策库 {place}，收录随附的政策。", markup=False)
        chatbot = open_chatbot(chosen)
        try:
            yield chatbot
        finally:
            chatbot.close()
