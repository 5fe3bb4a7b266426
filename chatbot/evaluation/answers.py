"""Question → answer and ranking, and the figures of both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chatbot.answer import Answer, Status
from chatbot.answerable import probability
from chatbot.chain import Chatbot
from chatbot.question import Question, Turn
from chatbot.understanding import understand
from index.errors import PolicyChatError
from index.evaluation.gold import Gold, Target, locate, missing
from index.evaluation.questions import Case
from index.evaluation.retrieval import DEPTH, KS, figures

ERROR = "error"
"""Status of a question that ended in an error of ours: a failed row, not the end of the run."""
_DECLINED = {Status.NOT_FOUND.value, Status.REFUSED.value}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one question.

    Attributes:
        status: that of the answer, or `ERROR`.
        score: how likely the question is answerable, in [0, 1]; see `chatbot.answerable`.
        figures: name → value, those alone that the question's labels allow: Recall@k, MRR@10,
            nDCG@10; cited@1, cited, citations; contains; verbatim; status.
    """

    case: Case
    status: str
    score: float
    figures: Mapping[str, float]

    @property
    def declined(self) -> bool:
        """Whether the answer says that there is none."""
        return self.status in _DECLINED


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every question's result, and the gold that the library does not hold.

    Attributes:
        missing: counted as not found, in every figure.
    """

    results: tuple[Result, ...]
    missing: tuple[Gold, ...]


def _silent(done: int, total: int) -> None:
    """Nobody is watching."""


def evaluate(
    cases: Sequence[Case],
    chatbot: Chatbot,
    ks: Sequence[int] = KS,
    progress: Callable[[int, int], None] = _silent,
) -> Evaluation:
    """Ask every question and score what comes back; `progress` hears how many are done."""
    targets = locate(cases, chatbot.library)
    results = []
    for done, case in enumerate(cases):
        progress(done, len(cases))
        results.append(_result(case, chatbot, [targets[gold] for gold in case.gold], ks))
    progress(len(cases), len(cases))
    return Evaluation(tuple(results), tuple(missing(targets)))


def _result(case: Case, chatbot: Chatbot, gold: Sequence[Target], ks: Sequence[int]) -> Result:
    try:
        question = Question(case.question, _history(case, chatbot))
        answer = chatbot.answer(question)
        # What the chain searches for: the question, with what the turns before say.
        text = understand(question, chatbot.library).text
        hits = chatbot.searcher.search(text, max(DEPTH, *ks))
    except PolicyChatError:
        return Result(case, ERROR, 0.0, _failed(case, gold, ks))
    found = _of_answer(case, answer, gold)
    if gold:
        wanted = {unit for target in gold for unit in target.ids}
        found |= figures([hit.clause.id for hit in hits], wanted, ks)
    return Result(case, answer.status.value, probability(chatbot.searcher.read(text), hits), found)


def _history(case: Case, chatbot: Chatbot) -> tuple[Turn, ...]:
    """The turns before, with what was answered to each."""
    history: tuple[Turn, ...] = ()
    for text in case.turns:
        answer = chatbot.answer(Question(text, history))
        history += (Turn("user", text), Turn("assistant", answer.text))
    return history


def _of_answer(case: Case, answer: Answer, gold: Sequence[Target]) -> dict[str, float]:
    """Figures of an answer.

    cited@1: the first citation is of a gold clause. cited: share of the gold clauses cited.
    citations: how many. contains: share of the expected wordings in the answer or its quotations.
    verbatim: share of the quotations that are a piece of their clause. status: answered if it can
    be, declined if not.
    """
    cited = [citation.quote.clause for citation in answer.citations]
    expected = {Status.ANSWERED.value} if case.answerable else _DECLINED
    found = {"status": float(answer.status.value in expected)}
    if gold:
        found["cited@1"] = float(any(target.is_in(one) for one in cited[:1] for target in gold))
        found["cited"] = sum(any(map(target.is_in, cited)) for target in gold) / len(gold)
        found["citations"] = float(len(cited))
    if case.contains:
        shown = answer.text + " ".join(citation.quote.text for citation in answer.citations)
        held = [any(wording in shown for wording in group) for group in case.contains]
        found["contains"] = sum(held) / len(held)
    if answer.citations:
        quotes = [citation.quote for citation in answer.citations]
        verbatim = [bool(quote.text) and quote.text in quote.clause.text for quote in quotes]
        found["verbatim"] = sum(verbatim) / len(verbatim)
    return found


def _failed(case: Case, gold: Sequence[Target], ks: Sequence[int]) -> dict[str, float]:
    """The figures of a question without an answer: nothing right, nothing cited."""
    found = {"status": 0.0}
    if gold:
        found |= {"cited@1": 0.0, "cited": 0.0, "citations": 0.0}
        found |= figures([], {unit for target in gold for unit in target.ids}, ks)
    if case.contains:
        found["contains"] = 0.0
    return found
