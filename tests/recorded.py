"""What a database that was away holds in the end."""

from chatbot.errors import AnswerNotFound
from chatbot.records import Records
from index.errors import LibraryUnavailable


def is_recorded(records: Records, number: str, question: str) -> bool:
    """Whether the answer with this id can be read, and is that to the question."""
    try:
        return records.answers.read(number).question == question
    except (AnswerNotFound, LibraryUnavailable):  # not yet, or the database is not well yet
        return False
