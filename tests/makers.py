"""Data made for a test: defaults for everything but the point of the case."""

from chatbot.answer import Answer, Citation, Outcome, Quote, Status
from index.clause import Card, Clause, Found, Hit, Kind, Policy, PolicyHead, Source, Span
from index.outline import parse
from index.policy import read_policy
from index.readers.markdown import read

POLICY_ID = "0123456789ab"


def source(text: str) -> Source:
    """A Markdown text as its reader leaves it."""
    return read(text.encode(), "test.md")


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a Markdown text."""
    return parse(source(text), POLICY_ID)


def clause(text: str) -> Clause:
    """A numbered item with this text."""
    span = Span(0, len(text))
    return Clause(
        id=f"{POLICY_ID}.n1",
        policy_id=POLICY_ID,
        kind=Kind.HEADING3,
        number="1.",
        title="",
        path=("n1",),
        trail=("1.",),
        reference="1",
        text=text,
        span=span,
        own=span,
        parent=None,
        unit=True,
    )


def head(name: str = "关于测试的意见", card: Card | None = None) -> PolicyHead:
    """A policy without text."""
    return PolicyHead(POLICY_ID, "test.md", "0" * 64, name, card or Card())


def hit(text: str, score: float = 1.0) -> Hit:
    """A hit on a clause with this text."""
    return Hit(clause(text), head(), score, coverage=score, cosine=score)


def policy(text: str, source_file: str = "test.md") -> Policy:
    """A policy read from a Markdown text."""
    return read_policy(text.encode(), source_file)


def quote(text: str, url: str = "", name: str = "关于测试的意见") -> Quote:
    """All of a clause with this text, of a policy published at this address."""
    card = Card(url=Found(url, Span(0, len(url)))) if url else Card()
    return Quote(head(name, card), clause(text), Span(0, len(text)))


def answer(text: str, *quotes: Quote) -> Answer:
    """An answer that cites these quotations as [1], [2]…."""
    citations = tuple(Citation(number, each) for number, each in enumerate(quotes, 1))
    return Answer("a", text, citations, Outcome(Status.ANSWERED), {})
