"""What the product writes down while it is used; policies are the business of `index`."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from chatbot.chain import Chatbot
from chatbot.records.answers import Answers
from chatbot.records.audit import Audit
from chatbot.records.conversations import Conversations
from chatbot.records.entry import Via
from chatbot.records.feedback import Feedback
from chatbot.records.jobs import Jobs
from chatbot.records.keys import Keys
from chatbot.records.reviews import Reviews
from chatbot.records.sites import Sites
from chatbot.records.tables import open_quickly, open_records
from index.database import at_length


@dataclass(frozen=True, slots=True)
class Records:
    """All records of one database."""

    engine: Engine
    quick: Engine
    conversations: Conversations
    keys: Keys
    sites: Sites
    answers: Answers
    feedback: Feedback
    audit: Audit
    reviews: Reviews
    jobs: Jobs

    @classmethod
    def open(
        cls,
        data: Path,
        url: str | None = None,
        *,
        retention_days: float = 30,
        audit_days: float = 184,
    ) -> "Records":
        """The records over `url`, or in the data folder.

        Args:
            data: the data folder.
            url: of a database.
            retention_days: how long conversations are kept.
            audit_days: how long answers are kept, with what was said of them.

        Raises:
            LibraryUnavailable: if the database cannot be opened.
        """
        engine, quick = open_records(data, url), open_quickly(data, url)
        answers = Answers(engine, quick, audit_days)
        audit = Audit(at_length(engine), answers)
        return cls(
            engine,
            quick,
            Conversations(engine, retention_days),
            Keys(engine),
            Sites(engine),
            answers,
            Feedback(engine, answers),
            audit,
            Reviews(engine, answers, audit),
            Jobs(engine),
        )

    def guarded(self) -> bool:
        """Whether somebody was given a key or may embed the widget: all others are kept out."""
        return self.keys.are_used() or self.sites.are_used()

    def close(self) -> None:
        """Write what waits to be written, and let go of the database."""
        self.answers.close()
        self.quick.dispose()
        self.engine.dispose()


def recorded(chatbot: Chatbot, records: Records, via: Via) -> Chatbot:
    """The chatbot, of which every answer is recorded."""
    return chatbot.through(records.answers.tap(via, chatbot.searcher.published))
