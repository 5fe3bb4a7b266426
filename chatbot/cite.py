"""Statements → events: quotations get their numbers, marks are put where they belong."""

import uuid
from collections.abc import Iterable, Iterator

from chatbot.answer import Citation, Cited, Delta, Done, Event, Outcome, Quote, Statement


def cite(statements: Iterable[Statement | Outcome]) -> Iterator[Event]:
    """Number each quotation once, in the order of appearance, and close with `Done`."""
    numbers: dict[tuple[str, int, int], int] = {}
    for statement in statements:
        if isinstance(statement, Outcome):
            yield Done(uuid.uuid4().hex, statement)
            return
        marks = []
        for quote in statement.quotes:
            key = _key(quote)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                yield Cited(Citation(numbers[key], quote))
            marks.append(f"[{numbers[key]}]")
        yield Delta(_marked(statement.text, "".join(marks)) + statement.tail)


def _key(quote: Quote) -> tuple[str, int, int]:
    return quote.clause.id, quote.span.start, quote.span.end


def _marked(text: str, marks: str) -> str:
    """The marks after the last visible character, before the line breaks that follow it."""
    body = text.rstrip()
    return body + marks + text[len(body) :]
