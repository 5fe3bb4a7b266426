"""A policy as a readable page, opened at a clause, with the quoted words marked."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from urllib.parse import quote as percent
from urllib.parse import urlencode

from chatbot.answer import Quote
from index.clause import Card, Clause, Kind, Policy, PolicyHead, Span
from ui.pages.card import card
from ui.pages.strings import Strings

LISTED = 200
"""Policies named on the page of the collection."""

_PAGE = """<!doctype html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{root}page/reader.css">
<script src="{root}page/theme.js"></script>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
_HEADINGS = {
    Kind.BOOK,
    Kind.CHAPTER,
    Kind.SECTION,
    Kind.HEADING1,
    Kind.HEADING2,
    Kind.HEADING3,
    Kind.HEADING4,
    Kind.HEADING,
    Kind.ATTACHMENT,
}


def address(quote: Quote) -> str:
    """Where the page shows this quotation, relative to the root of the site."""
    place = urlencode(
        {"clause": quote.clause.id, "start": quote.span.start, "end": quote.span.end},
    )
    return f"policies/{percent(quote.clause.policy_id)}?{place}#quote"


def policy_page(policy: Policy, head: PolicyHead, say: Strings, marked: Span | None = None) -> str:
    """The whole text of `policy`; `marked` is a place in `policy.text`."""
    text = ('<article lang="zh-CN">', *_clauses(policy, marked), "</article>")
    return plain_page(policy.name, "\n".join((card(head, say), *text)), say, root="../")


def marked_span(policy: Policy, clause_id: str, start: int, end: int) -> Span | None:
    """The place in `policy.text` that a link names; None when it names nothing (any more)."""
    for clause in policy.clauses:
        if clause.id == clause_id and 0 <= start < end <= len(clause.text):
            return Span(start, end).moved(clause.span.start)
    return None


def collection_page(heads: Sequence[PolicyHead], say: Strings) -> str:
    """The policies there are, as links."""
    links = "\n".join(
        f'<li><a href="policies/{percent(head.id)}">{escape(head.name)}</a>'
        f"{_number(head.card)}</li>"
        for head in heads[:LISTED]
    )
    title = say("reader.collection")
    more = say("reader.unlisted", count=f"{len(heads) - LISTED:,}")
    rest = f"<p>{more}</p>" if len(heads) > LISTED else ""
    body = f"<h1>{title}</h1>\n<ol>\n{links}\n</ol>\n{rest}" if heads else _empty(say)
    return plain_page(title, body, say, root="")


def missing_page(what: str, say: Strings) -> str:
    """Said in place of a policy that is not there."""
    title = say("reader.missing")
    return plain_page(title, f"<h1>{title}</h1>\n<p>{escape(what)}</p>", say, root="../")


def plain_page(title: str, body: str, say: Strings, *, root: str) -> str:
    """A page without Gradio; `root` leads to the root of the site."""
    return _PAGE.format(tag=say.tag, title=escape(title), root=root, body=body)


def _empty(say: Strings) -> str:
    advice = say("reader.import", command="<code>chatbot ingest</code>")
    return f"<h1>{say('reader.empty')}</h1>\n<p>{advice}</p>"


def _number(card: Card) -> str:
    return f" <span>{escape(card.number.value)}</span>" if card.number else ""


def _clauses(policy: Policy, marked: Span | None) -> Iterator[str]:
    anchored, page = False, None
    for clause in policy.clauses:
        if clause.place and clause.place.page not in (None, page):
            page = clause.place.page
            yield f'<p class="place">原件{clause.place.name}</p>'
        for nth, line in enumerate(_lines(policy.text, clause.own)):
            identity = _identity(clause) if nth == 0 else ""
            lead = _lead(clause, line.of(policy.text)) if nth == 0 else 0
            tag = _tag(clause, lead, line) if nth == 0 else "p"
            strong = Span(line.start, line.start + lead) if lead and tag == "p" else None
            shown = "".join(_pieces(policy.text, line, strong, marked))
            if "<mark>" in shown and not anchored:
                shown, anchored = shown.replace("<mark>", '<mark id="quote">', 1), True
            yield f'<{tag}{identity} class="{clause.kind}">{shown}</{tag}>'


def _identity(clause: Clause) -> str:
    """What the first line of a clause is linked by, and where it stands in the original file."""
    place = f' title="原件{clause.place.name}"' if clause.place else ""
    return f' id="{escape(clause.id)}"{place}'


def _lines(text: str, span: Span) -> Iterator[Span]:
    """The non-blank lines of `span`, without their outer blanks."""
    at = span.start
    for line in span.of(text).splitlines(keepends=True):
        if shown := line.strip():
            start = at + line.index(shown)
            yield Span(start, start + len(shown))
        at += len(line)


def _lead(clause: Clause, line: str) -> int:
    """Length of number and title at the beginning of a clause's first line."""
    end = 0
    for part in (clause.number, clause.title):
        rest = line[end:].lstrip()
        if part and rest.startswith(part):
            end = len(line) - len(rest) + len(part)
    return end


def _tag(clause: Clause, lead: int, line: Span) -> str:
    if clause.kind is Kind.TITLE:
        return "h1"
    whole = line.end - line.start - lead <= 1
    if clause.kind in _HEADINGS and whole:
        return f"h{min(len(clause.path) + 1, 6)}"
    return "p"


def _pieces(text: str, line: Span, strong: Span | None, marked: Span | None) -> Iterator[str]:
    """The line's words, escaped, cut where strong or marked words begin or end."""
    spans = [span for span in (strong, marked) if span]
    cuts = {line.start, line.end} | {at for span in spans for at in (span.start, span.end)}
    places = sorted(at for at in cuts if line.start <= at <= line.end)
    for start, end in pairwise(places):
        shown = escape(text[start:end])
        if strong and strong.covers(Span(start, end)):
            shown = f"<strong>{shown}</strong>"
        if marked and marked.covers(Span(start, end)):
            shown = f"<mark>{shown}</mark>"
        yield shown
