"""The page 政策库: what is on file, and the jobs that add, replace and remove it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import gradio as gr

from chatbot.jobs import UPLOADED
from chatbot.records import Records
from chatbot.records.jobs import Job, State, Task
from chatbot.uploads import MAX_FILES
from index.clause import PolicyHead
from index.errors import PolicyChatError
from index.library import Library
from index.readers import READERS
from index.validity import State as Force
from index.validity import Validity
from ui.pages.admin import refusal
from ui.pages.messages import failure, inline
from ui.pages.strings import Strings

SHOWN = 20
"""Policies of one view."""
_STATES = {
    State.QUEUED: "library.queued",
    State.RUNNING: "library.running",
    State.DONE: "library.done",
    State.FAILED: "library.unfinished",
}
_TASKS = {
    Task.ADD: "library.add",
    Task.REMOVE: "library.remove",
    Task.UNDO: "library.undo",
}
_COUNTED = {
    "added": "library.added",
    "replaced": "library.replaced",
    "removed": "library.removed",
    "unchanged": "library.unchanged",
    "failed": "library.failed",
}
"""Part of a result → what is said of how many there are."""
_JOBS = 5
"""Jobs shown, the latest first."""


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """The events behind the page; it keeps nothing."""

    library: Library
    records: Records
    say: Strings

    def show(self, words: str, nth: float, request: gr.Request) -> str:
        """The policies whose names hold `words`, one view of them, and the latest jobs."""
        try:
            if refused := refusal(self.records, request, self.say):
                return refused
            return "".join((self._upload(), self._jobs(), self._policies(words, int(nth))))
        except PolicyChatError as error:
            return failure(error, self.say)

    def _upload(self) -> str:
        accepted = ",".join(sorted(READERS))
        return (
            f'<form id="upload"><label for="files">{self.say("library.choose", most=MAX_FILES)}'
            f'</label><input type="file" id="files" multiple accept="{accepted}">'
            f'<button type="submit">{self.say("library.upload")}</button>'
            f'<p role="status" id="uploading"></p></form>'
        )

    def _jobs(self) -> str:
        jobs, _total = self.records.jobs.recent(_JOBS, 0)
        if not jobs:
            return ""
        items = "".join(self._job(job) for job in jobs)
        return f'<h2>{self.say("library.jobs")}</h2><ul class="jobs">{items}</ul>'

    def _job(self, job: Job) -> str:
        names = job.names if job.task is Task.ADD else [self._name(each) for each in job.names]
        what = self.say(_TASKS[job.task], names="、".join(names[:3]), count=len(names))
        state = f'<span class="state {job.state}">{self.say(_STATES[job.state])}</span>'
        return f"<li>{state} {inline(what)}{''.join(self._came_of(job))}</li>"

    def _came_of(self, job: Job) -> Iterator[str]:
        """How far a job is, or what it did."""
        if job.state is State.RUNNING:
            bar = f'<progress max="{max(job.total, 1)}" value="{job.done}"></progress>'
            yield f" {bar} <small>{inline(job.stage)}</small>"
        if job.problem:
            yield f'<p class="wrong">{inline(job.problem)}</p>'
        if result := job.result:
            counted = {said: len(getattr(result, part)) for part, said in _COUNTED.items()}
            told = [self.say(said, count=count) for said, count in counted.items() if count]
            yield f"<p>{'，'.join(told)}</p>"
            for name, text in (*result.failed, *result.warnings):
                yield f'<p class="wrong">{inline(f"{name}：{text}")}</p>'
        if not job.why_not:
            label = self.say("library.undo_it")
            yield f'<button type="button" class="undo" value="{job.id}">{label}</button>'

    def _policies(self, words: str, nth: int) -> str:
        heads = [head for head in self.library.heads() if words.strip() in _told(head)]
        last = max(0, (len(heads) - 1) // SHOWN)
        first = min(max(nth, 0), last) * SHOWN
        shown = heads[first : first + SHOWN]
        if not shown:
            return f"<p>{self.say('library.none')}</p>"
        items = "".join(map(self._policy, shown))
        listed = self.say(
            "library.listed", first=first + 1, last=first + len(shown), count=f"{len(heads):,}"
        )
        return f'<h2>{listed}</h2><ul class="policies">{items}</ul>'

    def _policy(self, head: PolicyHead) -> str:
        card = head.card
        known = (found.value for found in (card.number, card.issued) if found)
        facts = " · ".join((*known, head.source_file.removeprefix(UPLOADED)))
        uploaded = head.source_file.startswith(UPLOADED)
        replace = (
            f'<button type="button" class="replace" value="{inline(head.source_file)}">'
            f"{self.say('library.replace')}</button>"
        )
        return (
            f'<li><a href="policies/{head.id}">{inline(head.name)}</a> {self._force(head.validity)}'
            f"<p>{inline(facts)}</p>"
            f"{replace if uploaded else ''}"
            f'<button type="button" class="remove" value="{head.id}" title="{inline(head.name)}">'
            f"{self.say('library.remove_it')}</button>{self._correction(head)}</li>"
        )

    def _correction(self, head: PolicyHead) -> str:
        """The form in which an administrator says whether a policy is in force."""
        options = "".join(
            f'<option value="{state}"{" selected" if state is head.validity.state else ""}>'
            f"{self.say(f'values.{state}')}</option>"
            for state in Force
        )
        title = self.say("library.validity")
        return (
            f'<details><summary>{title}</summary><form class="validity" data-policy="{head.id}">'
            f'<label>{title} <select>{options}<option value="">{self.say("library.as_read")}'
            f'</option></select></label> <button type="submit">{self.say("library.save")}</button>'
            f"</form></details>"
        )

    def _force(self, validity: Validity) -> str:
        """Whether a policy is in force, and what took its place."""
        state = self.say(f"values.{validity.state}")
        span = self.say("library.term", begins=validity.begins, ends=validity.ends)
        dated = validity.begins or validity.ends
        after = validity.replaced_by
        instead = f" → {after.title}" if after else ""
        title = inline(f"{span if dated else state}{instead}")
        kind = "done" if validity.state is Force.IN_FORCE else "failed"
        return f'<span class="state {kind}" title="{title}">{state}</span>'

    def _name(self, policy_id: str) -> str:
        known = {head.id: head.name for head in self.library.heads()}
        return known.get(policy_id, policy_id)


def library_page(page: LibraryPage, tab: gr.Tab) -> None:
    """Put the page into the open Gradio context; it is filled when its tab is chosen."""
    say = page.say
    nth = gr.State(0)
    with gr.Column(elem_id="library"):
        words = gr.Textbox(label=say("library.find"), max_length=100)
        # HTML of ours, with every word of a policy or a file escaped.
        result = gr.Markdown(
            elem_id="shelf", elem_classes=["answers"], sanitize_html=False, latex_delimiters=[]
        )
        with gr.Row():
            before = gr.Button(say("library.before"), size="sm")
            after = gr.Button(say("library.after"), size="sm")
            refresh = gr.Button(say("library.refresh"), size="sm", elem_id="refresh")
    on = partial(gr.on, show_progress="hidden", api_visibility="private")
    fresh = {"fn": page.show, "inputs": [words, nth], "outputs": [result]}
    on([tab.select, refresh.click, words.change, words.submit], trigger_mode="always_last", **fresh)
    for button, step in ((before, -1), (after, 1)):
        moved = on([button.click], partial(_moved, by=step), [nth], [nth])
        moved.then(**fresh, show_progress="hidden", api_visibility="private")


def _moved(nth: int, *, by: int) -> int:
    return max(0, nth + by)


def _told(head: PolicyHead) -> str:
    number: Sequence[str] = (head.card.number.value,) if head.card.number else ()
    return " ".join((head.name, *number, head.source_file))
