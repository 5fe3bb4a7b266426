"""The page 反馈与审计: the answers that were given, what was thought of them, and their review."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import Any

import gradio as gr

from chatbot.records import Records
from chatbot.records.audit import Sought
from chatbot.records.entry import Ending, Entry, Verdict
from index.errors import PolicyChatError
from ui.pages.admin import refusal
from ui.pages.messages import failure, inline
from ui.pages.strings import Strings

SHOWN = 10
"""Answers of one view."""
_BEIJING = timezone(timedelta(hours=8))
_FILTERS: dict[str, dict[str, Any]] = {
    "review.show_all": {},
    "review.show_down": {"verdict": Verdict.DOWN},
    "review.show_open": {"verdict": Verdict.DOWN, "reviewed": False},
    "review.show_up": {"verdict": Verdict.UP},
    "review.show_reviewed": {"reviewed": True},
}
"""Name → which answers it lets pass."""
_ENDINGS = {
    Ending.ANSWERED: "review.answered",
    Ending.NOT_FOUND: "review.not_found",
    Ending.REFUSED: "review.refused",
    Ending.FAILED: "review.failed",
    Ending.LEFT: "review.left",
}
_VERDICTS = {Verdict.UP: "review.up", Verdict.DOWN: "review.down"}


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The events behind the page; it keeps nothing."""

    records: Records
    say: Strings

    def show(self, words: str, which: str, nth: int, request: gr.Request) -> str:
        """One view of the answers that are looked for, the newest first."""
        try:
            if refused := refusal(self.records, request, self.say):
                return refused
            sought = Sought(words=words, **_FILTERS[which])
            page = self.records.audit.page(sought, SHOWN, nth * SHOWN)
        except PolicyChatError as error:
            return failure(error, self.say)
        files = (
            f'<p class="files"><a href="v1/audit/questions" download>{self.say("review.questions")}'
            f'</a><a href="v1/audit/export?format=csv" download>{self.say("review.csv")}</a></p>'
        )
        if not page.entries:
            return f"{files}<p>{self.say('review.none')}</p>"
        first = nth * SHOWN + 1
        listed = self.say(
            "review.listed", first=first, last=first + len(page.entries) - 1, count=page.total
        )
        items = "".join(map(self._entry, page.entries))
        return f'{files}<h2>{listed}</h2><ul class="entries">{items}</ul>'

    def _entry(self, entry: Entry) -> str:
        at = datetime.fromtimestamp(entry.at, UTC).astimezone(_BEIJING)
        via, ending = self.say(f"values.{entry.via}"), self.say(_ENDINGS[entry.status])
        facts = (f"{at:%Y-%m-%d %H:%M}", via, ending)
        cited = "".join(f"<li>{inline(source.label)}</li>" for source in entry.citations)
        return (
            f'<li><p class="asked">{inline(entry.question)}</p>'
            f"<p>{inline(' · '.join(facts))}</p>{self._thought(entry)}"
            f"<details><summary>{self.say('review.answer')}</summary>"
            f"<p>{inline(entry.answer)}</p><ol>{cited}</ol></details>{self._reviewed(entry)}"
            f'<button type="button" class="judge" value="{entry.id}"'
            f' title="{inline(entry.question)}">{self.say("review.mark")}</button></li>'
        )

    def _thought(self, entry: Entry) -> str:
        opinion = entry.feedback
        if opinion is None:
            return ""
        parts = (self.say(_VERDICTS[opinion.verdict]), opinion.reason, opinion.comment)
        said = inline("：".join(part for part in parts if part))
        return f'<p class="thought {opinion.verdict}">{said}</p>'

    def _reviewed(self, entry: Entry) -> str:
        if entry.review is None:
            return ""
        named = "；".join(right.label for right in entry.review.clauses)
        right = (
            self.say("review.right", clauses=named) if named else self.say("review.unanswerable")
        )
        return f'<p class="reviewed">{inline(right)}</p>'


def review_page(page: ReviewPage, tab: gr.Tab) -> None:
    """Put the page into the open Gradio context; it is filled when its tab is chosen."""
    say = page.say
    nth = gr.State(0)
    with gr.Column(elem_id="review"):
        which = gr.Radio(
            [(say(name), name) for name in _FILTERS],
            value="review.show_all",
            label=say("review.filter"),
        )
        words = gr.Textbox(label=say("review.find"), max_length=100)
        # HTML of ours, with every word of a visitor or a policy escaped.
        result = gr.Markdown(elem_id="entries", sanitize_html=False, latex_delimiters=[])
        with gr.Row():
            before = gr.Button(say("library.before"), size="sm")
            after = gr.Button(say("library.after"), size="sm")
            refresh = gr.Button(say("library.refresh"), size="sm", elem_id="review-refresh")
    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    on = partial(gr.on, **quiet)
    show = {"fn": page.show, "inputs": [words, which, nth], "outputs": [result]}
    on([tab.select, refresh.click], **show)
    on([which.change, words.change], lambda: 0, None, [nth]).then(**show, **quiet)
    on([before.click], lambda at: max(0, at - 1), [nth], [nth]).then(**show, **quiet)
    on([after.click], lambda at: at + 1, [nth], [nth]).then(**show, **quiet)
