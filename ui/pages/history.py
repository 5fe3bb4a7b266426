"""The talks that a browser remembers: their titles, and the ids of their answers.

The answers themselves are in the records; whoever knows an answer's id was given it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from chatbot.answer import Answer, Cited, Delta, Done, Event
from chatbot.errors import AnswerNotFound
from chatbot.recall import recalled
from chatbot.records.answers import Answers
from index.library import Library

KEPT = 50
"""Talks remembered, the latest first."""
_TITLE = 60
"""Characters of the first question that name a talk."""
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk as a browser remembers it; a new one is empty.

    Attributes:
        title: the first question.
        answers: ids of the answers, in order.
    """

    title: str = ""
    answers: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """What tells it from others: its first answer."""
        return self.answers[0]

    def longer(self, question: str, answer_id: str) -> "Talk":
        """The talk with one more answer."""
        title = self.title or " ".join(question.split())[:_TITLE]
        return Talk(title, (*self.answers, answer_id))


def read(stored: object) -> list[Talk]:
    """What a browser stored, whatever became of it there."""
    rows = stored if isinstance(stored, list) else []
    talks = [_talk(row) for row in rows if isinstance(row, dict)]
    return [talk for talk in talks if talk.answers][:KEPT]


def written(talks: Iterable[Talk]) -> list[dict[str, Any]]:
    """Talks for the browser to store."""
    return [asdict(talk) for talk in talks]


def with_first(talk: Talk, talks: Sequence[Talk]) -> list[Talk]:
    """The talks with this one first, in place of what it was before."""
    return [talk, *without(talk, talks)][:KEPT] if talk.answers else list(talks)


def without(talk: Talk, talks: Sequence[Talk]) -> list[Talk]:
    """The talks without this one."""
    return [each for each in talks if not talk.answers or each.id != talk.id]


def given(talk: Talk, answers: Answers, library: Library) -> list[tuple[str, Answer]]:
    """The questions of a talk with their answers, as far as they are still kept."""
    found = []
    for answer_id in talk.answers:
        try:
            entry = answers.read(answer_id)
        except AnswerNotFound:
            continue
        found.append((entry.question, recalled(entry, library)))
    return found


def events(answer: Answer) -> list[Event]:
    """The events that make this answer."""
    cited = [Cited(citation) for citation in answer.citations]
    return [*cited, Delta(answer.text), Done(answer.id, answer.outcome)]


def _talk(row: dict[str, object]) -> Talk:
    ids = row.get("answers")
    known = [each for each in ids if isinstance(each, str)] if isinstance(ids, list | tuple) else []
    title = str(row.get("title", ""))[:_TITLE]
    return Talk(title, tuple(each for each in known if _ID.fullmatch(each)))
