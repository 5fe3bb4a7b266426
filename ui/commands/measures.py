"""`chatbot measures`."""

from pathlib import Path

from chatbot.answer import fold
from chatbot.cite import cite
from chatbot.compose.measures import recommend
from chatbot.measures.match import match
from chatbot.measures.reading import read
from chatbot.question import Question
from ui.commands import console, opened
from ui.commands.ask import show


def run(data: Path | None, text: str, *, as_json: bool) -> None:
    """Show the measures that may apply to whoever a text describes."""
    with opened(data) as chatbot:
        profile = read(Question(text).text)
        matches = match(profile, chatbot.searcher, chatbot.measures_of)
        if as_json:
            from chatbot.api.matches import MatchOut

            found = MatchOut.of(profile, matches)
            console().print(found.model_dump_json(indent=2), markup=False)
        else:
            show(fold(cite(recommend(profile, matches))))
