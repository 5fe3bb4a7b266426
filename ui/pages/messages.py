"""The events of one answer → the Markdown that the chat shows, growing piece by piece."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from chatbot.answer import Citation, Cited, Delta, Done, Event, Quote, Status
from chatbot.markdown import escape as escape_markdown
from index.citation import label
from index.errors import PolicyChatError
from index.tokens import fold
from ui.pages.reader import address
from ui.pages.strings import Strings

_MARK = re.compile(r"(?<!\\)\[(\d+)\](?!\()")
_NOTICES = {
    Status.NOT_FOUND: ("not-found", "answer.not_found"),
    Status.REFUSED: ("refused", "answer.refused"),
}
"""Status → class of the notice, and name of its title."""
_WORDS = 14
"""Characters of a quotation that stand for a clause without a title."""


@dataclass(frozen=True, slots=True)
class Message:
    """An answer as far as it has come.

    Attributes:
        shown: Markdown for the chat, with links to the cited places.
        text: the answer's own Markdown with its marks [1][2], for the next question's history.
        id: of the answer, once it is complete.
    """

    shown: str
    text: str
    id: str = ""


def messages(
    events: Iterable[Event], *, question: str, naming: bool, say: Strings
) -> Iterator[Message]:
    """The answer after each event that changes what is seen; the last one has its sources.

    Args:
        events: of one answer, in order.
        question: as it was typed.
        naming: whether the sources name their policy, as they must where there are several.
        say: what stands around the answer.
    """
    text = ""
    citations: list[Citation] = []
    for event in events:
        match event:
            case Cited():
                citations.append(event.citation)
            case Delta():
                text += event.text
                yield Message(_linked(text, citations), text)
            case Done():
                outcome = event.outcome
                parts = (
                    _linked(text, citations),
                    _sources(citations, naming=naming),
                    _further(outcome.further, say, naming=naming),
                    _understood(outcome.understood, question, say),
                    _suggestions(outcome.suggestions),
                )
                shown = "\n\n".join(part for part in parts if part)
                yield Message(_framed(shown, outcome.status, say), text, event.id)


def tools(answer_id: str, say: Strings) -> str:
    """What can be done with an answer, on one line; with one that has no id, copy it."""
    recorded = (
        ("export", "docx", say("answer.word")),
        ("export", "markdown", say("answer.markdown")),
        ("thumb", "up", say("answer.up")),
        ("thumb", "down", say("answer.down")),
    )
    buttons = "".join(
        f'<button type="button" class="{kind}" name="{name}" value="{answer_id}">{text}</button>'
        for kind, name, text in recorded
        if answer_id
    )
    copy = f'<button type="button" class="copy">{say("answer.copy")}</button>'
    return f'<p class="tools">{copy}{buttons}</p>'


def asked(text: str) -> str:
    """A question as Markdown that shows exactly what was typed."""
    return escape_markdown(text)


def inline(text: str) -> str:
    """`text` on one line for HTML inside Markdown, with the markup of both escaped."""
    flat = " ".join(text.split())
    return re.sub(r"[\\`*_\[\]~|$]", lambda sign: f"&#{ord(sign.group())};", escape(flat))


def failure(error: PolicyChatError, say: Strings) -> str:
    """An error as the chat shows it: what happened, what was kept, what to do."""
    lines = (error.what, error.kept, error.hint)
    body = "\n\n".join(escape_markdown(line) for line in lines if line)
    return f'<div class="notice failed">\n\n**{say("answer.failed")}**\n\n{body}\n\n</div>'


def _linked(text: str, citations: list[Citation]) -> str:
    """`text` with each mark [1] turned into a link to the quoted words."""
    known = {citation.index: citation for citation in citations}

    def link(match: re.Match[str]) -> str:
        citation = known.get(int(match.group(1)))
        if citation is None:
            return match.group()
        title = inline(citation.label)
        return (
            f'<a class="mark" href="{inline(address(citation.quote))}" title="{title}"'
            f' aria-label="出处 {citation.index}">{citation.index}</a>'
        )

    return _MARK.sub(link, text)


def _sources(citations: list[Citation], *, naming: bool) -> str:
    """The citations below an answer, on one line: a blank one would end the HTML."""
    if not citations:
        return ""
    items = "".join(f"<li>{_chip(citation, naming=naming)}</li>" for citation in citations)
    return f'<ul class="sources">{items}</ul>'


def _chip(citation: Citation, *, naming: bool) -> str:
    return _link(citation.quote, f"〔{citation.index}〕", naming=naming)


def _link(quote: Quote, mark: str, *, naming: bool) -> str:
    policy = f"《{quote.policy.name}》" if naming else ""
    return (
        f'<a class="chip" href="{inline(address(quote))}"'
        f' title="{inline(label(quote.policy, quote.clause))}">'
        f"{inline(f'{mark}{policy}{_place(quote)}')}</a>"
    )


def _further(quotes: Sequence[Quote], say: Strings, *, naming: bool) -> str:
    """What is related, folded away."""
    if not quotes:
        return ""
    items = "".join(f"<li>{_link(quote, '', naming=naming)}</li>" for quote in quotes)
    summary = f"<summary>{say('answer.further', count=len(quotes))}</summary>"
    return f'<details class="further">{summary}<ul class="related">{items}</ul></details>'


def _understood(understood: str, question: str, say: Strings) -> str:
    """How the question was completed from the turns before, folded away."""
    if not understood or fold(understood) == fold(question.strip()):
        return ""
    summary = f"<summary>{say('answer.understood')}</summary>"
    return f'<details class="further">{summary}{inline(understood)}</details>'


def _suggestions(questions: Sequence[str]) -> str:
    """Questions to choose from, each a button."""
    buttons = "".join(
        f'<button type="button" class="suggestion">{inline(question)}</button>'
        for question in questions
    )
    return f'<p class="suggestions">{buttons}</p>' if buttons else ""


def _place(quote: Quote) -> str:
    """A clause by its number and title; by the quotation's first words where it has no title."""
    words = quote.text if len(quote.text) <= _WORDS else f"{quote.text[:_WORDS]}…"
    space = "" if quote.clause.reference.endswith("）") else " "
    return f"{quote.clause.reference}{space}{quote.clause.title or words}"


def _framed(shown: str, status: Status, say: Strings) -> str:
    """The answer, set apart as a notice where it is none."""
    if status not in _NOTICES:
        return shown
    name, title = _NOTICES[status]
    return f'<div class="notice {name}">\n\n**{say(title)}**\n\n{shown}\n\n</div>'
