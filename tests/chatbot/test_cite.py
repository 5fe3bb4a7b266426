from chatbot.answer import Citation, Cited, Delta, Done, Outcome, Quote, Statement, Status
from chatbot.cite import cite
from index.clause import Span
from tests.makers import hit

FIRST, SECOND = hit("第一条的文字。"), hit("第二条的文字。")


def quote(of: object = FIRST, end: int = 3) -> Quote:
    chosen = FIRST if of is FIRST else SECOND
    return Quote(chosen.policy, chosen.clause, Span(0, end))


def test_a_citation_comes_before_the_text_that_holds_its_mark() -> None:
    events = list(cite([Statement("甲。", (quote(),)), Outcome(Status.ANSWERED)]))
    assert events[:2] == [Cited(Citation(1, quote())), Delta("甲。[1]")]


def test_the_same_quotation_keeps_its_number() -> None:
    statements = [Statement("甲。", (quote(),)), Statement("乙。", (quote(), quote(end=5)))]
    deltas = [e.text for e in cite([*statements, Outcome(Status.ANSWERED)]) if isinstance(e, Delta)]
    assert deltas == ["甲。[1]", "乙。[1][2]"]


def test_marks_stand_before_the_line_breaks() -> None:
    events = cite([Statement("甲。\n\n", (quote(),)), Outcome(Status.ANSWERED)])
    assert Delta("甲。[1]\n\n") in list(events)


def test_the_outcome_closes_the_answer() -> None:
    done = list(cite([Outcome(Status.REFUSED, dropped=2)]))[-1]
    assert isinstance(done, Done)
    assert (done.outcome.status, done.outcome.dropped) == (Status.REFUSED, 2)
