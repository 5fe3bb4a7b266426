"""`chatbot ask`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.markdown import Markdown

from chatbot.answer import Answer
from chatbot.errors import BadOutput
from chatbot.export import answer_format
from chatbot.export.imprint import Imprint
from chatbot.question import Question
from ui.commands import console, opened, told
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
    from chatbot.api.ask import answered

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
            _save(content, output, force=force)
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
    if output.exists() and not force:
        raise _exists(output)


def _save(content: bytes, output: Path, *, force: bool) -> None:
    try:
        with output.open("wb" if force else "xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise _exists(output) from error
    except OSError as error:
        raise BadOutput(
            f"{output} 无法写入：{error.strerror}。",
            hint="请检查文件夹是否存在、是否有写入权限、磁盘是否已满。",
        ) from error


def _exists(output: Path) -> BadOutput:
    return BadOutput(
        f"{output} 已经存在。", kept="原文件没有改动。", hint="请换一个文件名，或加 --force 覆盖。"
    )
