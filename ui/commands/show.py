"""`chatbot show`."""

from pathlib import Path

from chatbot.chain import Chatbot
from chatbot.errors import BadQuestion
from chatbot.question import Question
from chatbot.understanding import understand
from chatbot.understanding.reference import Reference
from index.citation import label
from index.clause import Clause, PolicyHead
from index.errors import ClauseNotFound
from index.filters import Filters
from ui.commands import console, opened


def run(data: Path | None, reference: str, policy: str, *, as_json: bool) -> None:
    """Show the clauses that a reference names, in full."""
    with opened(data) as chatbot:
        head, found = _named(chatbot, reference, policy)
        clauses = [clause for named in found for clause in named.clauses]
        if not clauses:
            near = [clause for named in found for clause in named.near]
            raise ClauseNotFound(f"《{head.name}》中没有“{reference}”。", hint=_hint(near))
        out = console()
        if as_json:
            from chatbot.api.wire import ClauseOut, ClausesOut

            shown = ClausesOut(clauses=[ClauseOut.of(clause, head) for clause in clauses])
            out.print(shown.model_dump_json(indent=2), markup=False)
            return
        for clause in clauses:
            out.print(label(head, clause), style="bold", markup=False)
            out.print(clause.heading, style="dim", markup=False)
            out.print(f"\n{clause.text}\n", markup=False)


def _hint(near: list[Clause]) -> str:
    """What there is instead; `near` is in document order."""
    if not near:
        return "条款可写作 四（六）14、第13条、第五部分第三项、第1条到第3条。"
    return f"这一级有 {len(near)} 条：{near[0].reference} 至 {near[-1].reference}。"


def chosen(chatbot: Chatbot, policy: str) -> PolicyHead:
    """The policy that is meant, by its id, title or document number; the only one needs no name.

    Raises:
        BadQuestion: if it is not clear which.
    """
    heads = chatbot.library.heads()
    if len(heads) == 1 and not policy:
        return heads[0]
    return _named(chatbot, policy or "第一条", policy)[0]


def _named(
    chatbot: Chatbot, reference: str, policy: str
) -> tuple[PolicyHead, tuple[Reference, ...]]:
    """The policy, and what the reference names of it."""
    heads = chatbot.library.heads()
    if policy in {head.id for head in heads}:
        question = Question(reference, filters=Filters((policy,)))
    else:
        question = Question(f"{policy} {reference}")
    understood = understand(question, chatbot.library)
    if understood.policy is None:
        raise BadQuestion(
            f"收录了 {len(heads)} 份政策，不清楚指的是哪一份。",
            hint="请用 --policy 指明政策的编号、标题或文号。",
        )
    return understood.policy, understood.references
