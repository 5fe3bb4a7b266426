"""`chatbot search`."""

from collections.abc import Sequence
from pathlib import Path

from chatbot.question import Question
from index.citation import label
from ui.commands import console, opened
from ui.commands.where import filters


def run(
    data: Path | None, text: str, where: Sequence[str] = (), *, top_k: int, as_json: bool
) -> None:
    """Show the clauses that are about a text."""
    with opened(data) as chatbot:
        question = Question(text, filters=filters(where))
        hits = chatbot.searcher.search(question.text, top_k, question.filters)
        if any(hit.text_only for hit in hits):
            console(error=True).print("向量模型暂时不可用，这次只按文字检索，结果可能不全。")
        out = console()
        if as_json:
            from chatbot.api.wire import SearchOut

            found = SearchOut.of(hits)
            out.print(found.model_dump_json(indent=2), markup=False)
            return
        for hit in hits:
            out.print(
                f"{hit.score:.3f}  {label(hit.policy, hit.clause)}", style="bold", markup=False
            )
            out.print(f"       {hit.clause.text}\n", markup=False)
        if not hits:
            out.print("没有找到相关的条款。")
