"""`chatbot ask`."""

from pathlib import Path

from rich.markdown import Markdown

from chatbot.answer import Answer
from chatbot.question import Question
from ui.commands import console, opened


def run(data: Path | None, text: str, *, as_json: bool) -> None:
    """Answer one question on the terminal."""
    with opened(data) as chatbot:
        answer = chatbot.answer(Question(text))
        if as_json:
            from chatbot.api.wire import AnswerOut

            console().print(AnswerOut.of(answer).model_dump_json(indent=2), markup=False)
        else:
            show(answer)


def show(answer: Answer) -> None:
    """Write an answer and where it is from on the terminal."""
    out = console()
    out.print(Markdown(answer.text) if out.is_terminal else answer.text, markup=False)
    if answer.citations:
        out.print("\n出处：", style="bold")
    for citation in answer.citations:
        out.print(f"[{citation.index}] {citation.label}", markup=False)
