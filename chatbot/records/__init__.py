"""What the product writes down while it is used; policies are the business of `index`."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from chatbot.records.conversations import Conversations
from chatbot.records.keys import Keys
from chatbot.records.sites import Sites
from chatbot.records.tables import open_records


@dataclass(frozen=True, slots=True)
class Records:
    """All records of one database."""

    engine: Engine
    conversations: Conversations
    keys: Keys
    sites: Sites

    @classmethod
    def open(cls, data: Path, url: str | None = None, *, retention_days: float = 30) -> "Records":
        """The records over `url`, or in the data folder.

        Raises:
            LibraryUnavailable: if the database cannot be opened.
        """
        engine = open_records(data, url)
        return cls(engine, Conversations(engine, retention_days), Keys(engine), Sites(engine))

    def guarded(self) -> bool:
        """Whether somebody was given a key or may embed the widget: all others are kept out."""
        return self.keys.are_used() or self.sites.are_used()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()
