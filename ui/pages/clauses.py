"""The page 条款查询: the contents of a policy as a tree, and clauses found while one types."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import gradio as gr

from chatbot.answer import Quote
from chatbot.chain import Chatbot
from chatbot.export.source import note
from chatbot.question import Question
from chatbot.understanding.reference import find
from index.citation import label
from index.clause import Clause, Kind, Policy, PolicyHead, Span
from index.errors import PolicyChatError
from index.filters import Filters
from ui.pages.messages import failure, inline
from ui.pages.reader import address
from ui.pages.strings import Strings

FOUND = 10
"""Clauses listed for one query."""
_LONGEST = 200
"""Characters of a query."""
_SHOWN = 90
"""Characters shown of a clause that was found."""
_WORDS = 24
"""Characters that stand for a clause without a title."""
_OPEN = 1
"""Levels of the tree that are unfolded to begin with, beside the first."""
_FURNITURE = {Kind.TITLE, Kind.DOCUMENT_NUMBER, Kind.NOTE, Kind.ADDRESSEES, Kind.SIGNATORY}


@dataclass(frozen=True, slots=True)
class ClausesPage:
    """The events behind the page; it keeps nothing."""

    chatbot: Chatbot
    say: Strings

    def open(self) -> tuple[gr.Dropdown, str]:
        """The policies to choose from, and what is shown first."""
        heads = self.chatbot.library.heads()
        only = heads[0].id if len(heads) == 1 else ""
        every = [(self.say("clauses.all"), "")] if len(heads) != 1 else []
        choices = [*every, *((head.name, head.id) for head in heads)]
        field = gr.Dropdown(choices=choices, value=only, visible=len(heads) > 1)
        return field, self.show("", only)

    def show(self, query: str, policy_id: str) -> str:
        """What a query finds; the contents of the policy where nothing is asked."""
        try:
            if query.strip():
                return self._found(query, policy_id)
            if not policy_id:
                return f"<p>{self.say('clauses.pick')}</p>"
            return self._contents(self.chatbot.library.policy(policy_id))
        except PolicyChatError as error:
            return failure(error, self.say)

    def _contents(self, policy: Policy) -> str:
        head = self.chatbot.library.head(policy.id)
        below: dict[str | None, list[Clause]] = {}
        for clause in policy.clauses:
            if _is_listed(clause):
                below.setdefault(clause.parent, []).append(clause)
        title = self.say("clauses.contents")
        tree = _branch(head, below, None, 0)
        return f'<nav aria-label="{title}"><h2>{title}</h2>{tree}</nav>'

    def _found(self, query: str, policy_id: str) -> str:
        quotes = list(_distinct(self._quotes(query, policy_id)))[:FOUND]
        if not quotes:
            return f"<p>{inline(self.say('clauses.nothing', query=query.strip()))}</p>"
        naming = not policy_id
        items = "".join(self._hit(quote, naming=naming) for quote in quotes)
        said = self.say("clauses.found", count=len(quotes))
        return f'<p role="status">{said}</p><ol class="hits">{items}</ol>'

    def _quotes(self, query: str, policy_id: str) -> Iterator[Quote]:
        """What a number names, then what words find."""
        library = self.chatbot.library
        question = Question(query, filters=Filters((policy_id,) if policy_id else ()))
        if policy_id:
            head, clauses = library.head(policy_id), library.policy(policy_id).clauses
            for reference in find(query, clauses):
                yield from (_whole(head, clause) for clause in reference.clauses)
        for hit in self.chatbot.searcher.search(question.text, FOUND, question.filters):
            yield _whole(hit.policy, hit.clause)

    def _hit(self, quote: Quote, *, naming: bool) -> str:
        """A clause that was found, with what can be done with it."""
        place = label(quote.policy, quote.clause) if naming else quote.clause.heading
        words = " ".join(quote.text.split())
        shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        return (
            f"<li>{_link(quote, place)}<p>{inline(shown)}</p>"
            f'<button type="button" class="cite" value="{inline(note(quote))}">'
            f"{self.say('clauses.cite')}</button>"
            f'<button type="button" class="share" value="{inline(address(quote))}">'
            f"{self.say('clauses.share')}</button></li>"
        )


def clauses_page(chatbot: Chatbot, say: Strings, tab: gr.Tab) -> None:
    """Put the page into the open Gradio context; it is filled when its tab is chosen."""
    page = ClausesPage(chatbot, say)
    with gr.Column(elem_id="lookup"):
        policy = gr.Dropdown([], label=say("clauses.policy"), visible=False, elem_id="policy")
        query = gr.Textbox(
            label=say("clauses.search"),
            placeholder=say("clauses.placeholder"),
            max_length=_LONGEST,
            elem_id="query",
        )
        # HTML of ours, with every word of a policy escaped.
        result = gr.Markdown(
            elem_id="clauses", elem_classes=["answers"], sanitize_html=False, latex_delimiters=[]
        )
    on = partial(gr.on, show_progress="hidden", api_visibility="private")
    asked = {"fn": page.show, "inputs": [query, policy], "outputs": [result]}
    on([query.change, query.submit, policy.input], trigger_mode="always_last", **asked)
    on([tab.select], page.open, None, [policy, result])


def _is_listed(clause: Clause) -> bool:
    """Whether the tree shows a clause: not the unnumbered paragraphs of an article."""
    named = bool(clause.number or clause.title) or clause.unit
    return named and clause.kind not in _FURNITURE and clause.kind is not Kind.DATE


def _branch(
    head: PolicyHead, below: dict[str | None, list[Clause]], parent: str | None, level: int
) -> str:
    """The list of what stands below a clause, with a button to unfold each that has more."""
    items = []
    for clause in below.get(parent, ()):
        inner = _branch(head, below, clause.id, level + 1)
        name = _name(clause)
        unfolded = "true" if level < _OPEN else "false"
        fold = (
            f'<button type="button" class="fold" aria-expanded="{unfolded}"'
            f' aria-label="{inline(name)}"></button>'
        )
        items.append(f"<li>{fold if inner else ''}{_link(_whole(head, clause), name)}{inner}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _name(clause: Clause) -> str:
    """Number and title; the first words where there is no title."""
    words = " ".join(clause.own.moved(-clause.span.start).of(clause.text).split())
    lead = words.removeprefix(clause.number).strip()
    short = lead if len(lead) <= _WORDS else f"{lead[:_WORDS]}…"
    space = "" if clause.number.endswith(("、", "）")) or not clause.number else " "
    return f"{clause.number}{space}{clause.title or short}"


def _link(quote: Quote, text: str) -> str:
    title = inline(label(quote.policy, quote.clause))
    return f'<a href="{inline(address(quote))}" title="{title}">{inline(text)}</a>'


def _whole(head: PolicyHead, clause: Clause) -> Quote:
    return Quote(head, clause, Span(0, len(clause.text)))


def _distinct(quotes: Iterable[Quote]) -> Sequence[Quote]:
    return list({quote.clause.id: quote for quote in quotes}.values())
