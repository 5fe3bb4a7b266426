"""`chatbot doctor`."""

from pathlib import Path

import typer

from chatbot.doctor import State, examine
from ui.commands import console, settings, told

_MARKS = {State.GOOD: "正常", State.MENDED: "已修复", State.BAD: "有问题"}


def run(data: Path | None, *, repair: bool) -> None:
    """Show what was found; exit code 1 while something is wrong."""
    out, bad = console(), False
    with told():
        for finding in examine(settings(data), repair=repair):
            bad = bad or finding.state is State.BAD
            said = f"{_MARKS[finding.state]}  {finding.what}"
            out.print(f"{said}：{finding.text}" if finding.text else said, markup=False)
            if finding.hint:
                out.print(f"        {finding.hint}", markup=False)
    if bad:
        raise typer.Exit(1)
