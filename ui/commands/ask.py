"""`chatbot ask`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.markdown import Markdown

from chatbot.answer import Answer
from chatbot.answering import answered
from chatbot.export import answer_format
from chatbot.export.imprint import Imprint
from chatbot.question import Question
from ui.commands import console, opened, told
from ui.commands.output import refuse_existing, save
from ui.commands.where import filters


def run(
    data: Path | None,
    text: str,
    where: Sequence[str] = (),
    *,
    as_json: bool = False,
    output: Path | None = None,
    force: bool = False,
) -> None:
    """Answer one question on the terminal, and in a file that is only overwritten by force."""
    if output:
        with told():
            _check(output, force=force)
    with opened(data) as chatbot:
        answer = answered(chatbot, Question(text, filters=filters(where)))
        if as_json:
            from chatbot.api.wire import AnswerOut

            console().print(AnswerOut.of(answer).model_dump_json(indent=2), markup=False)
        else:
            show(answer)
        if output:
            imprint = Imprint(datetime.now(UTC), chatbot.searcher.indexed())
            content = answer_format(output.name).answer(text, answer, imprint)
            save([content], output, force=force)
            console(error=True).print(f"\n已写入 {output}", markup=False)


def show(answer: Answer) -> None:
    """Write an answer and where it is from on the terminal."""
    out = console()
    out.print(Markdown(answer.text) if out.is_terminal else answer.text, markup=False)
    if answer.citations:
        out.print("\n出处：", style="bold")
    for citation in answer.citations:
        out.print(f"[{citation.index}] {citation.label}", markup=False)


def _check(output: Path, *, force: bool) -> None:
    """Find out before any work what would keep the file from being written.

    Raises:
        BadOutput: if it exists, or its suffix names no format.
    """
    answer_format(output.name)
    refuse_existing(output, force=force)
